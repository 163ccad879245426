"""Every English word of the interface, by key; ``strings_zh.py`` holds the same keys in Chinese.

``{name}`` is filled in by Python or, for keys under ``slider.``, by the component while it is dragged.
"""

ENGLISH: dict[str, str] = {
    # navigation and frame
    "nav.tune": "Tune",
    "nav.lists": "Lists",
    "frame.title": "Equipoise",
    "frame.fitted": "{data} · {model}",
    "frame.simulated": "The people here are simulated: they show how this works, not how people behave.",
    "frame.mend": "For real data: `python -m recsys_core data fetch ml-100k`, then start again.",
    "frame.opening": "Opening the data…",
    "frame.working": "Working out every list there is. This happens once.",
    "frame.plain": "Plain controls",
    "frame.plain_help": "The same measures as ordinary form controls and tables.",
    "frame.present": "Present",
    "frame.leave_present": "Leave presentation",
    "frame.switch_language": "中文",
    "frame.way_on": "Start again with the default settings",
    "css.menu": "Menu",
    "css.upload": "Choose a file",
    "css.upload_note": "or drop it here",
    "mishap.title": "Something on this page broke",
    "mishap.said": (
        "That is a mistake of this program, not of yours. Data and trainings are untouched. Start again "
        "below, or go on with another page."
    ),
    "mishap.number": "If you report it, name error {number}: the server’s log tells more under it.",
    "model.language_model": "fine-tuned MiniLM",
    "model.ease": "EASE",
    "model.popularity": "popularity",
    "model.run": "your training {run}",
    # the state in the address
    "choice.unknown_data": "There are no data called “{value}” here; showing {used}.",
    "choice.unknown_user": "Nobody here is called “{value}”; showing person {used}.",
    "choice.unknown_model": "{why} Showing the model that comes with these data instead of “{value}”.",
    "choice.unknown_reranker": "There is no reranker “{value}” for these data; showing {used}.",
    "choice.unknown_rules": "These rules of the address cannot be kept here and are left out: {value}.",
    # what the slider says
    "slider.say_start": "The model’s own ranking: nothing given up, nothing gained yet.",
    "slider.say_cost": "You keep {kept} of accuracy, and lists become {more} more varied.",
    "slider.say_unclear": "No measurable cost in accuracy, and lists become {more} more varied.",
    "slider.say_unknown": (
        "May break your budget: accuracy changes by {low} to {high}, and lists become {more} more varied."
    ),
    "slider.say_still": "This method has nothing to set: the lists are the same at every position.",
    "slider.say_gain": "A free lunch: accuracy rises by {gain}, and lists become {more} more varied.",
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
    "measure.payers": "People who pay most",
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
    # the memo
    "memo.download": "Download the decision memo",
    "memo.ship": "Proposal: ship {method} at {position} of the variety that it can reach.",
    "memo.made": "Made on {date} · model: {model}",
    "memo.terms": (
        "Accuracy is NDCG@{k}: how many of the items that a person liked later are in the list of {k}, those "
        "near the top counting more. Variety within a list is how different two of its items are on average. "
        "λ is the number that the method is given: 0 is relevance only, 1 is variety only. The long tail is "
        "the seldom rated part of the catalogue. In brackets: 95% intervals."
    ),
    "memo.measure": "Measure",
    "memo.value": "At this setting",
    "memo.change": "Against relevance only (95% interval)",
    "memo.group": "Group of people",
    "memo.people": "People",
    "memo.accuracy_change": "Change of its accuracy (95% interval)",
    "memo.chance": (
        "{n} groups were tried, and of so many some look hurt by chance alone. Only the verdict “pays more "
        "than the rest” has every try counted; take any other group as a hint, not as a finding."
    ),
    "memo.other_setting": (
        "This memo’s setting, at {here} of the variety, is not the advised one, at {there}. The advice reads:"
    ),
    "memo.no_setting": "This memo’s setting goes beyond it:",
    "memo.data": "The data",
    "memo.question": "How varied should the lists for {data} be?",
    "memo.setting": "The setting",
    "memo.position": "Share of the variety that this method can reach",
    "memo.budget": "Loss budget",
    "memo.buys": "What it costs and buys",
    "memo.pays": "Who pays",
    "memo.worst": (
        "The accuracy (NDCG) of the {n} people worst off changes by {mean} on average, that of everybody "
        "together by {everybody}. Part of the loss is chance: they were picked by it."
    ),
    "memo.link": "The same state on the dashboard:",
    # people
    "person.title": "Person {user}",
    "person.about": "likes {categories} · {count} ratings",
    "person.about_plain": "{count} ratings",
    # plain controls
    "plain.variety": "Variety: from most relevant (0) to most varied (100)",
    "plain.reranker": "Method",
    "plain.person": "Person",
    "plain.rank": "Place",
    "plain.item": "Title",
    "plain.before": "Place before",
    "plain.entered": "new",
    "plain.categories": "Categories",
    "plain.change": "{change} ({low} to {high})",
    # advice
    "advice.kept": (
        "Advice for a {budget} budget. Chosen on the validation period, where accuracy changes by {change}% "
        "({low} to {high}); confirmed on the test period with {later_change}% ({later_low} to {later_high}): "
        "inside the budget."
    ),
    "advice.kept_on_average": (
        "Advice for a {budget} budget. Chosen on the validation period, where accuracy changes by {change}% "
        "({low} to {high}). On the test period it is {later_change}% ({later_low} to {later_high}): inside "
        "the budget on average, but the interval reaches beyond it."
    ),
    "advice.broken": (
        "Advice for a {budget} budget. Chosen on the validation period, where accuracy changes by {change}% "
        "({low} to {high}). On the test period it is {later_change}% ({later_low} to {later_high}): the "
        "budget is broken there. Take less than advised."
    ),
    "advice.counts": (
        " A setting counts as inside only where the bad end of its interval on the validation period is."
    ),
    "advice.none": "No setting beyond the most relevant lists is safely inside a {budget} budget.",
    # how it was measured
    "protocol.data": "Data",
    "protocol.split": "Split",
    "protocol.split_text": (
        "each person in time order: the last {test} to test, the {valid} before it to choose settings"
    ),
    "protocol.candidates": "Candidates a person",
    "protocol.k": "Items in a list",
    "protocol.users": "People measured",
    "protocol.intervals": "Intervals",
    "protocol.intervals_text": "95%, paired bootstrap over people, {n} resamples, seed {seed}",
    # lists
    "lists.people": "People",
    "lists.search": "Search a person by id or by a category they like",
    "lists.user": "Person",
    "lists.ratings": "Ratings",
    "lists.likes": "Likes most",
    "lists.changes": "Distinct lists",
    "lists.none": "Nobody matches “{query}”.",
    "lists.history": "What they rated, latest first",
    "lists.rating": "Rating",
    "lists.relevance": "Relevance",
    "lists.year": "Year",
    "lists.setting": "Setting: {percent} of the variety this method can reach (λ = {lambda_}), {reranker}.",
    "lists.next_change": "Next change at λ = {next}",
    "lists.previous_change": "Previous change at λ = {previous}",
    "lists.no_next": "No further change",
    "lists.no_previous": "First list",
    "lists.entered": "Entered",
    "lists.left": "Left",
    "lists.nothing": "Nothing entered or left at this setting.",
}
