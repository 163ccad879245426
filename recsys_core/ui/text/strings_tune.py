"""Every English word of the Tune page and of its slider, by key; ``strings_tune_zh.py`` holds the Chinese."""

ENGLISH: dict[str, str] = {
    # what the slider says
    "slider.say_start": "The model’s own ranking: nothing given up, nothing gained yet.",
    "slider.say_cost": "You keep {kept} of accuracy, and lists {variety}.",
    "slider.say_unclear": "No measurable cost in accuracy, and lists {variety}.",
    "slider.say_unknown": "Accuracy may change by {low} to {high}, and lists {variety}.",
    "slider.say_still": "This method has nothing to set: the lists are the same at every position.",
    "slider.say_gain": "A free lunch: accuracy rises by {gain}, and lists {variety}.",
    "slider.variety_more": "become {more} more varied",
    "slider.variety_less": "become {more} less varied",
    "slider.variety_same": "stay as varied as before",
    "slider.verdict_inside": "Safely inside the {budget} budget.",
    "slider.verdict_unproven": (
        "Inside the {budget} budget on the test period; the validation period vouches only up to {advised}."
    ),
    "slider.verdict_unsafe": "Not safely inside the {budget} budget: the cost could be as much as {worst}.",
    "slider.verdict_outside": "Outside the {budget} budget: the cost is {cost}, perhaps as much as {worst}.",
    "slider.sub_start": (
        "Measured on {users} people in the test period. Move the slider to see what variety costs."
    ),
    "slider.sub_cost": (
        "The cost is {cost} of NDCG@{k} (95% interval {low} to {high}), measured on {users} people in "
        "the test period."
    ),
    "slider.sub_unclear": (
        "NDCG@{k} changes by {change} (95% interval {low} to {high}), measured on {users} people in "
        "the test period."
    ),
    "slider.sub_unknown": (
        "NDCG@{k} changes by {change} on average (95% interval {low} to {high}): {users} people are too few "
        "to tell whether it stays within {budget}."
    ),
    "slider.sub_still": "Choose another method to trade accuracy for variety.",
    "slider.sub_gain": (
        "NDCG@{k} changes by {change} (95% interval {low} to {high}), measured on {users} people in "
        "the test period."
    ),
    "slider.sub_plain": "NDCG@{k} changes by {change}, measured on {users} people in the test period.",
    "slider.less_catalogue": " All lists together show a little less of the catalogue.",
    "slider.slider": "From most relevant to most varied",
    "slider.low": "Most relevant",
    "slider.low_note": "sure hits",
    "slider.high": "Most varied",
    "slider.high_note": "fresh finds",
    "slider.status": (
        "{percent} of the variety this method can reach · λ = {lambda} · next change at {next}"
    ),
    "slider.status_last": (
        "{percent} of the variety this method can reach · λ = {lambda} · no further change"
    ),
    "slider.previous": "‹ previous change",
    "slider.next": "next change ›",
    "slider.how": "How this was measured",
    "slider.reranker": "Method",
    "slider.budget": "Budget {budget}",
    "slider.budget_label": "Loss budget: how much accuracy may be given up",
    "slider.take_advice": "Take the advice",
    "slider.advised": "advised for a {budget} budget",
    "slider.inside_budget": "inside the {budget} budget",
    "slider.points": "points",
    "slider.interval": "{low} to {high}",
    "slider.curves_title": "What the setting buys",
    "slider.curves_note": "relative to most relevant = 100%, bands are 95% intervals",
    "slider.curves_alt": (
        "Accuracy, variety and catalogue shown, each relative to the most relevant lists, at every setting."
    ),
    "slider.front_title": "What the setting trades",
    "slider.front_note": "every setting, accuracy against variety",
    "slider.front_alt": (
        "Accuracy against variety within a list for every setting, with this setting, the point from "
        "which variety costs more, and the advice."
    ),
    "slider.as_front": "accuracy against variety",
    "slider.as_curves": "along the slider",
    "slider.knee": "from here on variety costs more",
    "slider.advice_waiting": "Working out the advised settings…",
    "slider.before": "Most relevant first",
    "slider.before_short": "Before",
    "slider.after": "At this setting",
    "slider.gone": "No longer shown: {titles}",
    "slider.comma": ", ",
    "slider.person_previous": "‹ previous person",
    "slider.person_next": "next person ›",
    "slider.hidden": "One of the people",
    "slider.present_keys": "→ and ← change the person, B hides who it is, Escape leaves",
    # measures
    "measure.ndcg": "Accuracy NDCG@{k}",
    "measure.ndcg.short": "Accuracy",
    "measure.ild": "Variety within a list",
    "measure.ild.short": "Variety",
    "measure.coverage": "Catalogue shown",
    "measure.coverage.short": "Catalogue",
    "measure.long_tail": "Long tail share",
    "measure.long_tail.short": "Long tail",
    "measure.payers": "Share of all people",
    "measure.payers.note": "lose over 10% of their accuracy;",
    "measure.payers.rest": "{beside} gain over 10%",
    "measure.precision": "Precision@{k}",
    "measure.recall": "Recall@{k}",
    "measure.f1": "F1@{k}",
    "measure.map": "MAP@{k}",
    "measure.mrr": "MRR@{k}",
    "measure.hit_rate": "Hit rate@{k}",
    "measure.novelty": "Novelty (bits)",
    "measure.unexpectedness": "Unexpectedness",
    "measure.serendipity": "Serendipity",
    "measure.alpha_ndcg": "α-NDCG@{k}",
    "measure.aspect_recall": "Liked categories served",
    "measure.calibration": "Distance to own taste",
    "measure.ild_text": "Variety of texts",
    "measure.ild_co_rating": "Variety of audiences",
    "measure.ilmd": "Least distance in a list",
    "measure.gini": "Inequality of exposure",
    "measure.entropy": "Spread of exposure (bits)",
    "measure.popularity": "Popularity of items",
    "tune.more": "More measures, list length",
    "tune.measures": "Measures beside the usual ones",
    "tune.measures_placeholder": "Choose up to {most}",
    "tune.few": (
        "Only {people} people could be measured here. Intervals are wide, and most settings cannot be told "
        "apart."
    ),
    "tune.length_moved": (
        "The exact setting belonged to lists of another length. The slider keeps its place for lists of {k}; "
        "take the advice again to stand on it exactly."
    ),
    "tune.length": "Items in a list",
    # advice
    "advice.kept": (
        "The advised setting for a {budget} budget is {position}: chosen on the validation period, where "
        "accuracy changes by {change}% ({low} to {high}); confirmed on the test period with {later_change}% "
        "({later_low} to {later_high}): inside the budget."
    ),
    "advice.kept_on_average": (
        "The advised setting for a {budget} budget is {position}: chosen on the validation period, where "
        "accuracy changes by {change}% ({low} to {high}). On the test period it is {later_change}% "
        "({later_low} to {later_high}): inside the budget on average, but the interval reaches beyond it."
    ),
    "advice.broken": (
        "The advised setting for a {budget} budget is {position}: chosen on the validation period, where "
        "accuracy changes by {change}% ({low} to {high}). On the test period it is {later_change}% "
        "({later_low} to {later_high}): the budget is broken there. Take less than advised."
    ),
    "advice.counts": (
        " A setting counts as inside only where the bad end of its interval on the validation period is."
    ),
    "advice.none": "No setting beyond the most relevant lists is safely inside a {budget} budget.",
    "advice.nothing": (
        "No setting is advised: the model finds nothing of what people liked, so no share of its accuracy "
        "can be lost."
    ),
    "advice.still": "This method has no settings and costs nothing: the others are measured against it.",
    # how it was measured
    "protocol.data": "Data",
    "protocol.split": "Split",
    "protocol.split_text": (
        "each person in time order: the last {test} to test, the {valid} before it to choose settings"
    ),
    "protocol.ties": "Ties in time",
    "protocol.ties_text": (
        "for {tied} of {users} people the test period begins between ratings of one and the same time: "
        "another order of the file would test them on other items"
    ),
    "protocol.candidates": "Candidates a person",
    "protocol.k": "Items in a list",
    "protocol.users": "People measured",
    "protocol.intervals": "Intervals",
    "protocol.intervals_text": "95%, paired bootstrap over people, {n} resamples, seed {seed}",
}
