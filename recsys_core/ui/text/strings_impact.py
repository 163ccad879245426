"""Every English word of the Who pays page."""

ENGLISH: dict[str, str] = {
    "nav.impact": "Who pays",
    "pays.title": "Who loses, who gains?",
    "pays.said": (
        "{hurt} of the people lose some accuracy, and one group clearly more than the rest: {segment}."
    ),
    "pays.said_even": "{hurt} of the people lose some accuracy; no group clearly pays more than the rest.",
    "pays.segments": "What each group pays",
    "pays.segments_note": (
        "Change of accuracy with its 95% interval, the most surely hurt first. A filled dot: differs from "
        "everybody else for certain. A hollow one: it may be chance."
    ),
    "pays.shown_of": "{shown} of {n} groups shown, those most surely hurt; the table has all.",
    "pays.by_chance": (
        "**Read single groups with care.** {groups} of the {n} groups tried lose for certain when each is "
        "looked at alone. That does not single them out: everybody together changes by {everybody}, and of "
        "so many groups some look hurt by chance. Held against everybody else, with every try counted, they "
        "do not clearly pay more."
    ),
    "pays.segments_alt": "Change of accuracy by group of people; the most surely hurt is {first}.",
    "pays.few": "Too few people in every group to say anything.",
    "pays.change_axis": "change of accuracy",
    "pays.segment": "Group",
    "pays.people": "People",
    "pays.variety": "Variety, of 0 to 1",
    "pays.verdict": "Verdict",
    "pays.verdict_more": "pays more than the rest",
    "pays.verdict_less": "pays less than the rest",
    "pays.verdict_loses": "loses, maybe like the rest",
    "pays.verdict_gains": "gains, maybe like the rest",
    "pays.verdict_unclear": "cannot be told",
    "pays.colon": ": ",
    "pays.range_up_to": "up to {high}",
    "pays.range_between": "over {low}, up to {high}",
    "pays.range_over": "over {low}",
    "segment.gender.M": "men",
    "segment.gender.F": "women",
    "pays.table": "The same as a table",
    "pays.worst": "The people worst off",
    "pays.worst_note": (
        "The 5% who lose most, {n} people: accuracy (NDCG) changes by {mean} on average, by {everybody} over "
        "everybody. Part of it is chance: they were picked by this very loss. Choose a row to see that "
        "person’s lists."
    ),
    "pays.loss": "Accuracy change",
    "pays.liked": "Liked shown",
    "pays.liked_help": "How many of the {k} items shown this person liked later: before → at this setting.",
    "pays.worst_why": (
        "They lose where items that they liked later leave the list or move down. Lists names these items."
    ),
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
