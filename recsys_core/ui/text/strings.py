"""Every English word of the interface, by key; ``strings_zh.py`` holds the same keys in Chinese.

``{name}`` is filled in by Python or, for keys under ``slider.``, by the component while it is dragged.
"""

ENGLISH: dict[str, str] = {
    # navigation and frame
    "nav.tune": "Tune",
    "nav.people": "Lists",
    "frame.title": "Equipoise",
    "frame.fitted": "{data} · {model}",
    "frame.simulated": "The people here are simulated: they show how this works, not how people behave.",
    "frame.mend": "For real data: `python -m recsys_core data fetch ml-100k`, then start again.",
    "frame.opening": "Opening the data…",
    "frame.working": "Working out every list there is. This happens once.",
    "frame.plain": "Plain controls and tables",
    "frame.instant": "Back to the instant slider",
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
    "choice.replaced_data": "The files of {value} were replaced since you opened them; all is read anew.",
    "choice.unknown_user": "Nobody here is called “{value}”; showing person {used}.",
    "choice.unknown_model": "{why} Showing the model that comes with these data instead of “{value}”.",
    "choice.other_model": "That training was made for other data.",
    "choice.damaged_model": "The files of this model are damaged. Train again, or use the one that ships.",
    "choice.unknown_reranker": "There is no reranker “{value}” for these data; showing {used}.",
    "choice.unknown_rules": "These rules of the address cannot be kept here and are left out: {value}.",
    # the memo
    "memo.open": "Decision memo",
    "memo.dialog": "Decision memo",
    "memo.writing": "Writing the memo …",
    "memo.of": "The memo for *{method}* at {position} is ready: one HTML file, no server needed.",
    "memo.download": "Download the decision memo",
    "memo.ship": "Proposal: ship {method} at {position} of the variety that it can reach.",
    "memo.ship_still": "Proposal: ship {method}, which has nothing to set.",
    "memo.hold": "Not proposed: {method} at {position} of the variety that it can reach.",
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
    "memo.picked": (
        "Shown are {shown} of the {n} groups, the largest loss first: those that pay more than the rest for "
        "certain, then those whose interval lies lowest."
    ),
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
    "memo.link": "The same state on the dashboard (this link works where the dashboard runs):",
    # people
    "person.title": "Person {user}",
    "person.about": "likes {categories} · {count} ratings",
    "person.about_plain": "{count} ratings",
    # plain controls
    "plain.variety": "Variety: from most relevant (0) to most varied (100)",
    "plain.reranker": "Method",
    "plain.budget": "Loss budget",
    "plain.person": "Person",
    "plain.rank": "Place",
    "plain.item": "Title",
    "plain.before": "Place before",
    "plain.entered": "new",
    "plain.categories": "Categories",
    "plain.change": "{change} ({low} to {high})",
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
