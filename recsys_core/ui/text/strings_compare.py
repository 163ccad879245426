"""Every English word of the Compare page."""

ENGLISH: dict[str, str] = {
    "nav.compare": "Compare",
    "compare.title": "Is another model or method better?",
    "compare.models": "Models",
    "compare.methods": "Methods",
    "compare.empty": "Choose at least one model and one method.",
    "compare.report": (
        "Choose on Tune, whose advice uses the validation period; this page reports the test period, and its "
        "buttons only switch the other pages to a method that you chose there."
    ),
    "compare.not_added": (
        "Not added: {names}. That would make {asked} pairs of a model and a method, and one chart can tell "
        "{most} apart. Take a model or a method away first."
    ),
    "compare.left_out": (
        "The address asks for {asked} pairs of a model and a method, and one chart can tell {most} apart. "
        "Left out and not selected: {names}."
    ),
    "compare.unknown": "The address names what is not known here, so it is not compared: {names}.",
    "compare.working": "Working out {name}. This happens once.",
    "compare.fronts": "Accuracy and variety at every setting",
    "compare.fronts_help": (
        "Each line is the Pareto front of one method: its mean accuracy and variety from the most relevant "
        "setting to the most varied one."
    ),
    "compare.fronts_note": (
        "Up and to the right is better. Grey: another setting is better in both. Large marks: this setting."
    ),
    "compare.alt": (
        "Accuracy against variety of the {n} pairs shown; the best of them over all settings is {best}."
    ),
    "compare.which": "Which is better over all settings?",
    "compare.pairs_title": "Two at a time",
    "compare.method_in_use": "✓ method in use",
    "compare.area_help": (
        "Technically the hypervolume: the area under a front from 0 accuracy and 0 variety (Zitzler & "
        "Thiele, 1999), times 100. The 95% interval comes from the same resampled people for every method. "
        "Scores can be compared between selections, but not between data sets, list lengths or kinds of "
        "variety."
    ),
    "compare.area_note": (
        "Score: the accuracy (NDCG@{k}, from 0 to 100) that is still reached when lists must be at least so "
        "varied, averaged over every level of variety from 0 to 1, with its 95% interval. What else is "
        "selected does not change it. Accuracy and variety: at {percent} of what each method can reach."
    ),
    "compare.area_column": "Score",
    "compare.alone": "Nothing to compare it with",
    "compare.best": "Better than every other of the pairs shown",
    "compare.first": "First of the pairs shown, but not clearly ahead of every other",
    "compare.as_good": "No clear difference to {name}",
    "compare.worse_than": "Worse than {name}",
    "compare.use": "Use this method",
    "compare.use_help": "Tune, Lists and Who pays then show this method too.",
    "compare.in_use": "✓ in use on every page",
    "compare.taken": "Every page now uses: {method}.",
    "compare.model_stays": (
        "The button takes the method only. Lists on the other pages still come from the model {model}."
    ),
    "compare.method": "Method",
    "compare.pairs_note": (
        "All {n} differences: which is better, and by how many points of the score, with the 95% interval."
    ),
    "compare.pairs_scroll": (
        "Scroll the table for all {n} differences: which is better, and by how many points of the score, "
        "with the 95% interval."
    ),
    "compare.difference": "Difference",
    "compare.verdict": "Verdict",
    "compare.no_difference": "{one} and {two}: no clear difference",
    "compare.better": "{one} is better than {two}",
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
        "{method}: the setting chosen for each person, held against one setting for all on the test period. "
        "This score counts only what goes beyond the lowest accuracy and variety of one setting for all, so "
        "it is not the score above."
    ),
    "personal.way_all": "one setting for all",
    "personal.way_history": "by their own validation period",
    "personal.way_breadth": "by breadth of taste",
    "personal.better": (
        "A setting for each person **{way}** is better: its score over all settings is {gain} higher "
        "({interval})."
    ),
    "personal.worse": (
        "A setting for each person **{way}** is worse: its score over all settings is {gain} lower "
        "({interval}). Keep one setting for all."
    ),
    "personal.no_difference": (
        "A setting for each person **{way}** is no better than one for all: the score changes by {change}, "
        "and the interval ({interval}) includes zero. One setting is simpler; keep it."
    ),
    "personal.way": "Setting chosen",
    "personal.gain": "Score against one for all",
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
