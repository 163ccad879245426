"""Every English word of the Who pays page."""

ENGLISH: dict[str, str] = {
    "nav.who_pays": "Who pays",
    "pays.title": "Who loses, who gains?",
    "pays.said": (
        "{hurt} of the people lose some accuracy, and one group clearly more than the rest: {segment}."
    ),
    "pays.said_even": "{hurt} of the people lose some accuracy; no group clearly pays more than the rest.",
    "pays.segments": "What each group pays",
    "pays.segments_note": (
        "Change of accuracy with its 95% interval, the most surely hurt first. Filled: differs from "
        "everybody "
        "else even after all groups are counted as tries."
    ),
    "pays.segments_alt": "Change of accuracy by group of people; the most surely hurt is {first}.",
    "pays.few": "Too few people in every group to say anything.",
    "pays.change_axis": "change of accuracy",
    "pays.segment": "Group",
    "pays.people": "People",
    "pays.stands_out": "Stands out",
    "pays.yes": "yes",
    "pays.table": "The same as a table",
    "pays.worst": "The people worst off",
    "pays.worst_note": (
        "The 5% who lose most, {n} people: {mean} of NDCG on average, {everybody} over everybody. Part of it "
        "is chance: they were picked by this very loss. Choose one to open the lists."
    ),
    "pays.loss": "Change of NDCG",
    "pays.items": "What is shown instead",
    "pays.items_note": (
        "Share of all places shown, before and at this setting; the mark is the share of the catalogue."
    ),
    "pays.items_alt": "Share of the places shown by group of items, at relevance only and at this setting.",
    "pays.by": "Items by",
    "pays.by_popularity": "Popularity",
    "pays.by_category": "Category",
    "pays.by_creator": "Creator",
    "pays.group": "Items",
    "pays.before": "Most relevant",
    "pays.after": "At this setting",
    "pays.catalogue": "Share of the catalogue",
    "pays.shift": "Shift in points",
    "pays.places_axis": "share of the places shown",
}
