"""Every English word of the Learn page, by key; ``strings_learn_zh.py`` holds the same keys in Chinese."""

ENGLISH: dict[str, str] = {
    "nav.learn": "Learn",
    # around the lessons
    "learn.lessons": "Lesson",
    "learn.progress": "{done} of {all} exercises solved",
    "learn.unknown": "There is no lesson “{value}”; there are 1 to {last}. Showing the first.",
    "learn.preparing": "Working out every list of this lesson. Only the first visitor waits for it.",
    "learn.reveal": "Reveal",
    "learn.check": "Check",
    "learn.again": "Start this lesson over",
    "learn.said": "You said: **{option}**.",
    "learn.right": "Right.",
    "learn.otherwise": "Not this time.",
    "learn.not_yet": "Not yet.",
    "learn.incomplete": "Enter your answer first.",
    "learn.exercise": "Exercise",
    "learn.formula": "The formula",
    "learn.table": "As a table",
    "learn.teacher": "Teacher’s note",
    "learn.comma": ", ",
    "learn.nothing": "nothing shown yet",
    # the eight films
    "learn.film.salt_road": "Salt Road",
    "learn.film.night_ferry": "Night Ferry",
    "learn.film.harbour_lights": "Harbour Lights",
    "learn.film.second_watch": "Second Watch",
    "learn.film.paper_lanterns": "Paper Lanterns",
    "learn.film.clockwork_summer": "Clockwork Summer",
    "learn.film.moon_over_tbilisi": "Moon over Tbilisi",
    "learn.film.beekeeper": "The Beekeeper",
    "learn.label.sea": "sea",
    "learn.label.crime": "crime",
    "learn.label.drama": "drama",
    "learn.label.romance": "romance",
    "learn.label.family": "family",
    "learn.label.animation": "animation",
    "learn.label.music": "music",
    "learn.label.nature": "nature",
    # heads of tables
    "learn.column.place": "Place",
    "learn.column.film": "Film",
    "learn.column.labels": "Labels",
    "learn.column.relevance": "Relevance",
    "learn.column.worth": "Relevance part",
    "learn.column.closest": "Closest shown",
    "learn.column.repeats": "Similarity part",
    "learn.column.total": "Total",
    "learn.column.who": "User · item",
    "learn.column.rating": "Rating",
    "learn.column.score": "Says",
    "learn.column.error": "Squared error",
    "learn.column.score_after": "Says then",
    "learn.column.error_after": "Error then",
    # 1: one pick at a time
    "learn.pick.tab": "One pick at a time",
    "learn.pick.title": "One pick at a time",
    "learn.pick.intro": (
        "Ana will see four of these eight films. A simple loop fills the list from the top: at each "
        "place it takes the film with the largest total, then weighs everything again. Which film comes "
        "next?"
    ),
    "learn.pick.terms": "What each film is worth at place {place}",
    "learn.pick.legend": (
        "To the right {rest} × relevance to Ana, to the left {lambda_} × similarity to the closest film "
        "already shown; the total is right minus left."
    ),
    "learn.pick.bar": "{film}: {relevance} minus {redundancy}, total {total}.",
    "learn.pick.list": "The list so far",
    "learn.pick.ask": "Before it is revealed: which film takes place {place}?",
    "learn.pick.first": (
        "Nothing is shown yet, so nothing repeats: the most relevant film wins. {film}, {total}."
    ),
    "learn.pick.why": "{film} has the largest total, {total}; next is {other} with {other_total}.",
    "learn.pick.only": "{film} is the last one left, with {total}.",
    "learn.pick.next": "Next pick",
    "learn.pick.back": "Back",
    "learn.pick.added": "+ relevance",
    "learn.pick.taken_off": "similarity −",
    "learn.pick.sum": "= total",
    "learn.pick.done": "You predicted {hits} of {places} picks.",
    "learn.pick.task": (
        "Now let similarity count less: {lambda_} in place of 0.4. At place 2, **{film}** has relevance "
        "{relevance} and similarity {similarity} to {shown}. What is its total?"
    ),
    "learn.pick.answer": "Total of the film, two decimals",
    "learn.pick.solved": "{filled} = {answer}.",
    "learn.pick.hint": "Take {rest} of its relevance, then take off {lambda_} of its similarity.",
    "learn.pick.teacher": (
        "**Aim.** Everybody can carry out the loop with a pencil: two products and a subtraction for "
        "each film.\n\n"
        "**Ask at place 2.** Why does the film in second place of relevance not come second? Because "
        "what Ana is offered first already covers it.\n\n"
        "**Watch for.** Similarity is measured to the *closest* film shown, not to the average: one near "
        "copy is enough. Two films are as similar as their labels overlap: shared labels divided by all "
        "labels of the two.\n\n"
        "**Name.** This is maximal marginal relevance (Carbonell and Goldstein, 1998). Their λ is 1 "
        "minus ours."
    ),
    # 2: what the setting means
    "learn.setting.tab": "What λ means",
    "learn.setting.title": "What the slider really does",
    "learn.setting.intro": (
        "λ is the weight of similarity: at 0 only relevance counts, at 1 only being different. The same "
        "loop, the same eight films, any λ you like. How many different lists can come out?"
    ),
    "learn.setting.ask": "λ can be any number from 0 to 1. How many different lists of four are there?",
    "learn.setting.few": "Fewer than 5",
    "learn.setting.some": "5 to 10",
    "learn.setting.many": "11 to 50",
    "learn.setting.all": "More than 50: nearly every λ has its own",
    "learn.setting.told": (
        "There are {n}. Between two exact values of λ the list stays as it is, so all of them can be "
        "known before anybody moves the slider."
    ),
    "learn.setting.slider": "λ, the weight of similarity",
    "learn.setting.previous": "‹ previous change",
    "learn.setting.next": "next change ›",
    "learn.setting.since": "This list holds from λ = {start}",
    "learn.setting.until": "until {next}.",
    "learn.setting.last": "to the end.",
    "learn.setting.list": "The list at this setting",
    "learn.setting.map": "Every list, at every λ",
    "learn.setting.legend": (
        "The number is the film’s place. Blue: in the list from the start. Orange: let in by the slider."
    ),
    "learn.setting.axis": "λ",
    "learn.setting.stretch": "From λ = {start}: {films}.",
    "learn.setting.change": (
        "At λ = {at}, **{entering}** takes place {place} from **{leaving}**: there both have the same total."
    ),
    "learn.setting.task": "Find a λ at which both **{newcomer}** and **{kept}** are in the list.",
    "learn.setting.hint": "At λ = {at} the list is without {films}.",
    "learn.setting.solved": "At λ = {at} both are in the list.",
    "learn.setting.teacher": (
        "**Aim.** λ is no magic dial. Each film’s total is a straight line in λ, and the list changes "
        "only where two lines cross.\n\n"
        "**Ask.** Why does *Moon over Tbilisi* never appear, though it is like nothing Ana likes? At "
        "every λ another film has more: *Clockwork Summer* is just as different and more relevant, *The "
        "Beekeeper* more different still.\n\n"
        "**Watch for.** Half of λ is not half of the variety: changes bunch up where many lines cross. "
        "That is why the slider on the Tune page is marked in variety reached, with λ beside it.\n\n"
        "**Connect.** The Tune page does this for every person at once: it knows every list before you "
        "drag."
    ),
    # 3: greedy is not optimal
    "learn.best.tab": "Greedy or best",
    "learn.best.title": "The best step is not always the best way",
    "learn.best.intro": (
        "The loop takes the most points at each place and never looks ahead. Here it fills three places. "
        "Do its points add up to the most that any list of three can have?"
    ),
    "learn.best.greedy": "The loop’s list at λ = {lambda_}",
    "learn.best.ask": "Is there a list of three films with more points?",
    "learn.best.yes": "No: taking the most each time gives the most in the end",
    "learn.best.no": "Yes: some other list has more",
    "learn.best.told": "All {n} lists were tried; {better} of them have more points than the loop’s.",
    "learn.best.optimum": "The best of all {n} lists",
    "learn.best.sum": "Sum",
    "learn.best.gap": (
        "The loop misses {gap} points, {share}% of the best. The most relevant film resembles several "
        "others: once it is shown, they all lose points."
    ),
    "learn.best.curve": "What the loop misses, at every λ",
    "learn.best.points": "points missed",
    "learn.best.curve_alt": (
        "Points that the loop misses, by λ: {none} at λ = 0, at most {most} at λ = {at}."
    ),
    "learn.best.task": (
        "At λ = {lambda_} the loop gives {films} with {points} points. Build a list with more; the order "
        "counts."
    ),
    "learn.best.pick": "Your three films, first place first",
    "learn.best.placeholder": "Choose three films",
    "learn.best.hint": (
        "Yours has {points}, the loop’s {goal}. Try films that share no label with each other."
    ),
    "learn.best.solved": "Yours has {points}, the loop’s {goal}. The best possible has {most}.",
    "learn.best.top": "Yours has {points}, the loop’s {goal}: no list of three has more.",
    "learn.best.teacher": (
        "**Aim.** Greedy is a choice with a price, and here the price can be seen.\n\n"
        "**Ask.** Why not always try every list? Eight films in three places are 336 lists. Two hundred "
        "films in ten places are about 8 × 10²² (more than grains of sand on all beaches); the loop "
        "needs 2,000 looks.\n\n"
        "**Watch for.** The points of a place depend on what stands above it, so the order counts. At "
        "small λ the best list often holds the same films in another order.\n\n"
        "**Further.** Some measures of variety come with a promise: greedy reaches at least 63% of the "
        "best (Nemhauser, Wolsey and Fisher, 1978). This sum comes with none."
    ),
    # 4: why accuracy rewards sameness
    "learn.same.tab": "Why sameness wins",
    "learn.same.title": "Why accuracy rewards sameness",
    "learn.same.intro": (
        "Ben wants a thriller on 80% of his evenings, a comedy on 20%, and likes half of the films of "
        "that kind. Four places must be filled before anybody knows the evening."
    ),
    "learn.same.thriller": "a thriller",
    "learn.same.comedy": "**a comedy**",
    "learn.same.ask": "NDCG is the usual measure of accuracy. Which list does it score higher?",
    "learn.same.same": "All of one taste",
    "learn.same.mixed": "Mixed",
    "learn.same.equal": "Both the same",
    "learn.same.told": (
        "NDCG gives {same} to thrillers alone and {mixed} to the mixed list. Yet the mixed list has a "
        "film for Ben on more evenings: {any_mixed} against {any_same}."
    ),
    "learn.same.measure": "What can be expected",
    "learn.same.ndcg": "Expected NDCG",
    "learn.same.first": "Thriller evening: at least one film he likes",
    "learn.same.second": "Comedy evening: at least one film he likes",
    "learn.same.any": "Any evening: at least one film he likes",
    "learn.same.curves": "From no comedy to four",
    "learn.same.share": "Evenings on which Ben wants a thriller",
    "learn.same.short_ndcg": "NDCG",
    "learn.same.short_first": "thriller hit",
    "learn.same.short_second": "comedy hit",
    "learn.same.short_any": "any hit",
    "learn.same.axis": "comedies among the four films",
    "learn.same.at": (
        "{n} comedies: NDCG {ndcg}, a hit on {first} of thriller evenings, {second} of comedy evenings, "
        "{any} of all."
    ),
    "learn.same.winners": (
        "Comedies in the list with the largest NDCG: **{ndcg}**. With a film he likes on most evenings: "
        "**{any}**."
    ),
    "learn.same.task": (
        "Suppose he likes only {liking}% of the evening’s kind. Two comedies are in the list. On how "
        "many percent of comedy evenings does he find at least one film he likes?"
    ),
    "learn.same.answer": "Percent of comedy evenings",
    "learn.same.solved": "Both miss with chance {miss} × {miss}; the rest is {answer}%.",
    "learn.same.hint": "One comedy misses with chance {miss}. With what chance do both miss?",
    "learn.same.teacher": (
        "**Aim.** The measure is not neutral. It counts every hit, so ten copies of the likeliest thing "
        "win, though the second hit of an evening helps Ben less than the first.\n\n"
        "**Ask.** Who pays for a list of one taste? The person with two tastes, on the evenings of the "
        "smaller one, and everybody whose taste is small in the whole crowd.\n\n"
        "**Watch for.** Accuracy here is not wrong: at 95% thrillers, one comedy is a real loss. Move "
        "the slider and watch the two answers meet.\n\n"
        "**Connect.** On the Tune page a small loss of NDCG may buy a gain that NDCG cannot see."
    ),
    # 5: how the model learns
    "learn.model.tab": "How it learns",
    "learn.model.title": "How a model learns from six ratings",
    "learn.model.intro": (
        "Where does relevance come from? Every user and every item has two numbers. A table W of four "
        "numbers says how they go together, and learning means to move W a little against the error."
    ),
    "learn.model.ratings": "Six ratings and what the model says",
    "learn.model.sum": "Sum",
    "learn.model.ask": "What if the step is ten times as long, with a learning rate of {rate}?",
    "learn.model.faster": "The error falls ten times as much",
    "learn.model.nothing": "The error stays where it is",
    "learn.model.rises": "The error rises",
    "learn.model.told": (
        "With a rate of {rate} the error goes from {before} to {after}: the step runs past the lowest "
        "point and up the other side."
    ),
    "learn.model.step": "Step {n}: against the gradient",
    "learn.model.rate": "Learning rate: how far to go",
    "learn.model.new": "new W",
    "learn.model.error_falls": "Squared error falls from **{before}** to **{after}**.",
    "learn.model.error_grows": "Squared error rises from **{before}** to **{after}**: too far.",
    "learn.model.error_same": "No step: squared error stays at **{before}**.",
    "learn.model.take": "Take this step",
    "learn.model.restart": "Start over",
    "learn.model.parabola": "Squared error after this step, at every rate",
    "learn.model.axis": "learning rate",
    "learn.model.parabola_alt": (
        "Squared error after the step, by learning rate: {before} at 0, lowest {least} at {best}, back "
        "at its start at {back} and rising beyond."
    ),
    "learn.model.task": (
        "Find a rate at which the very first step takes away at least {share}% of what one step can."
    ),
    "learn.model.hint_more": "The first step leaves {after}. Go further.",
    "learn.model.hint_less": "The first step leaves {after}. That is too far.",
    "learn.model.solved": "With {rate}, one step takes the error from {before} to {after}.",
    "learn.model.teacher": (
        "**Aim.** Learning is arithmetic: score, miss, push W against the miss, repeat.\n\n"
        "**On the board.** User 1 rated A with 4, the model says 1. The miss of −3 pushes up exactly "
        "those entries of W that this user and this item use. Open the formula for the numbers.\n\n"
        "**Ask.** User 3 never rated A. What does the model say about it, and where did it learn "
        "that?\n\n"
        "**Connect.** The product’s model is this form with longer numbers, read from titles and "
        "histories by a language model."
    ),
}
