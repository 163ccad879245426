"""Every English word of the Compare page."""

ENGLISH: dict[str, str] = {
    "nav.compare": "Compare",
    "compare.title": "Is another model or method better?",
    "compare.models": "Models",
    "compare.methods": "Methods",
    "compare.empty": "Choose at least one model and one method.",
    "compare.too_many": "{asked} pairs are too many to tell apart on one chart; showing the first {most}.",
    "compare.working": "Working out {name}. This happens once.",
    "compare.fronts": "Every setting of each",
    "compare.fronts_note": (
        "Up and to the right is better. Grey: another setting is better in both. Marks: this setting."
    ),
    "compare.alt": "Accuracy against variety of {n} fronts; the largest area is that of {best}.",
    "compare.area": "What each front encloses",
    "compare.area_note": "Share of the box between the worst and the best of all, with its 95% interval.",
    "compare.area_column": "Area",
    "compare.method": "Method",
    "compare.pairs_note": (
        "Differences of area on the same resampled people, in points with their 95% interval."
    ),
    "compare.pair": "Pair",
    "compare.difference": "Difference",
    "compare.verdict": "Verdict",
    "compare.no_difference": "no clear difference",
    "compare.better": "{name} is better",
    "compare.lists": "What person {user} would see",
    "compare.lists_note": "Each method at {percent} of the variety that it can reach.",
    "model.item_knn": "item neighbours",
    "model.ease_recency": "EASE, recent first",
    "model.item_knn_recency": "item neighbours, recent first",
    "model.als": "ALS",
    "model.pure_svd": "PureSVD",
    "model.bpr": "BPR",
    "model.neural_cf": "neural CF",
    "model.zero_shot": "MiniLM before fine-tuning",
    # a setting for each person
    "personal.title": "A setting for each person instead of one for all?",
    "personal.note": (
        "{method}: λ chosen for each person, held against the front of one λ for all on the test period."
    ),
    "personal.way_all": "one setting for all",
    "personal.way_history": "by their own validation period",
    "personal.way_breadth": "by breadth of taste",
    "personal.better": (
        "A setting for each person **{way}** is better: its front encloses {gain} more ({interval})."
    ),
    "personal.worse": (
        "A setting for each person **{way}** is worse: its front encloses {gain} less ({interval}). Keep one "
        "setting for all."
    ),
    "personal.no_difference": (
        "A setting for each person **{way}** is no better than one for all: the area changes by {change}, "
        "and the interval ({interval}) holds zero. One setting is simpler; keep it."
    ),
    "personal.way": "λ chosen",
    "personal.gain": "Area against one for all",
    "personal.interval": "95% interval",
    "personal.alt": "Accuracy against variety with one setting for all and with a setting for each person",
    # variety on paper only
    "on_paper.flagged": (
        "Only on paper: at this setting lists are more varied by {optimised}, but not by {others}. At most "
        "{share} of the gain (interval up to {high}) shows there, so people may not notice it."
    ),
    "on_paper.or": " or ",
    "on_paper.categories": "categories",
    "on_paper.text": "what their texts say",
    "on_paper.co_rating": "who likes them",
}
