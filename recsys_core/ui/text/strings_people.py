"""English words of what Lists says about one item, and about somebody new."""

ENGLISH: dict[str, str] = {
    # why an item is here and why it moved
    "why.title": "Why is it here, why did it move?",
    "why.item": "Item",
    "why.option": "{rank}. {title}",
    "why.option_gone": "{title} (no longer shown)",
    "why.named": "*{title}*",
    "why.listed": "{title} ({share})",
    "why.here": (
        "**Why it is here.** Its score of {score} is a sum over what was liked and rated before. Most comes "
        "from {strongest}. All others ({n}) add {others}, and it would get {rest} whatever they were."
    ),
    "why.here_weak": (
        "**Why it is here.** No rated item speaks for it: all of them ({n}) together add {others}, and it "
        "gets {rest} whatever they were. That makes its score of {score}."
    ),
    "why.here_nothing": (
        "**Why it is here.** Nothing was rated before; its score of {score} is the same for all."
    ),
    "why.here_words": (
        "**Why it is here.** Its text is number {place} of {n} in likeness to your words: {cosine} on a "
        "scale where 0 is unrelated and 1 says the same. The recommender counts half as much beside it; it "
        "took the items nearest to your words as liked."
    ),
    "why.here_unknown": (
        "**Why it is here.** The scores of {model} do not divide among the items of a history."
    ),
    "why.plain_here": "**Why it is here.** Mostly because of {one} and {two} among what this person rated.",
    "why.plain_here_one": "**Why it is here.** Mostly because of {one} among what this person rated.",
    "why.plain_weak": "**Why it is here.** No rated item speaks for it; it scores well with anybody.",
    "why.plain_nothing": "**Why it is here.** Nothing was rated before, so it is the same for all.",
    "why.plain_first": "Nothing more relevant was waiting.",
    "why.plain_instead": "It was preferred to {other}, which is more relevant but {because}.",
    "why.plain_other_alike": "much like {blocker}, shown above it",
    "why.plain_other_partly": "partly like {blocker}, shown above it",
    "why.plain_other_served": "adds little after {blocker}, shown above it",
    "why.plain_brings_similarity": "It was preferred to {other}, more relevant but more of the same.",
    "why.plain_brings_variety": "It was preferred to {other}, more relevant but adding less variety.",
    "why.plain_brings_taste": (
        "It was preferred to {other}, more relevant but fitting this person’s mix of categories less."
    ),
    "why.plain_brings_chance": "It was preferred by chance to {other}, which is more relevant.",
    "why.plain_taken": "{other} took its place: relevance and variety together speak more for it there.",
    "why.plain_taken_because": "{other} took its place, because this one {because}.",
    "why.plain_alike": "is much like {blocker}, shown above",
    "why.plain_partly": "is partly like {blocker}, shown above",
    "why.plain_served": "serves the same categories as {blocker}, shown above",
    "why.categories": "Through the categories of those items: {parts}.",
    "why.category": "{name} {share}",
    "why.worth": (
        "At place {rank} it is worth {total}: {relevance_term} for relevance ({weight} × {relevance}) and "
        "{gain_term} for variety."
    ),
    "why.entered": "**Why it entered.**",
    "why.rose": "**Why it rose** from place {before}.",
    "why.stayed": "**Why it stayed** at its place.",
    "why.fell": "**Why it fell** from place {before}.",
    "why.left": "**Why it left** place {before}.",
    "why.first": "No more relevant item was waiting, so nothing is given up for it here.",
    "why.instead": (
        "It was preferred to {other}, which is more relevant: that gives up {given_up} of relevance and "
        "{bought}, {net} ahead in all."
    ),
    "why.bought_similarity": "avoids {amount} of similarity",
    "why.bought_variety": "brings {amount} more variety",
    "why.bought_taste": "fits the person’s categories better by {amount}",
    "why.bought_chance": "draws {amount} more by chance",
    "why.blocked": (
        "{other} waits because of {blocker}, shown above it (similarity {similarity}, worth {weight})."
    ),
    "why.blocked_taste": (
        "{other} waits because {blocker}, shown above it, serves its categories (worth {weight})."
    ),
    "why.taken": (
        "Its place went to {other}, worth {other_total} there against {total}: {relevance} by relevance and "
        "{gain} by variety."
    ),
    "why.enters": "It is in the list from λ\u00a0=\u00a0{at} on.",
    "why.always": "It is in the list from the most relevant setting on.",
    "why.leaves": "It is missing from λ\u00a0=\u00a0{at} on.",
    "why.whole_lists": (
        "**Why it moved.** This method weighs whole lists, so no single pick explains a place; what an item "
        "is most like in the list does not decide it alone."
    ),
    "why.numbers": "The reasons in numbers",
    "why.picks_alt": "Every pick of the list with what relevance and variety were worth",
    "why.shares_alt": "What each rated item adds to the score",
    "why.relevance_term": "For relevance",
    "why.gain_term": "For variety",
    "why.total": "Worth",
    "why.passed": "Preferred to",
    "why.history_item": "Rated item",
    "why.share": "Adds",
    # what was liked later
    "liked.title": "Was it any good?",
    "liked.marked": "✓ liked · {title}",
    "liked.mark": "✓ liked",
    "liked.column": "Liked later",
    "liked.legend": (
        "✓ liked: this person gave it 4 or 5 later, in the test period, which the recommender has not seen."
    ),
    "liked.nothing": "This person liked nothing in the test period, so their lists cannot be judged.",
    "liked.counts": "Before: {before} of the {k} were liked later; now: {now}.",
    "liked.lost": "No longer shown: {titles}.",
    "liked.found": "Shown only now: {titles}.",
    "liked.lower": "Lower down, so it counts less: {moves}.",
    "liked.higher": "Higher up, so it counts more: {moves}.",
    "liked.move": "{title} (place {before} → {now})",
    "liked.accuracy": (
        "This person’s own accuracy (NDCG@{k}): before **{before}**, now **{now}**, change **{change}**."
    ),
    "liked.accuracy_help": (
        "1 means that the list of {k} begins with items that were liked later; 0 that it shows none of them. "
        "An item counts less the lower it stands."
    ),
    "liked.same": "none",
    "liked.noisy": (
        "One person’s figure is noisy: it rests on the {n} items they happened to like in the test period. "
        "Decide by the average on Tune."
    ),
    "liked.noisy_one": (
        "One person’s figure is noisy: it rests on the one item they happened to like in the test period. "
        "Decide by the average on Tune."
    ),
    "lists.tags": (
        "Beside a new item: in colour, the categories that the first list lacks; in grey, the rarest one it "
        "already had."
    ),
    "lists.moved": "What entered and what left",
    "lists.move": "Move",
    "lists.clear": "Show everybody again",
    # somebody new
    "newcomer.who": "Whose lists",
    "newcomer.someone": "Somebody in the data",
    "newcomer.new": "A new person",
    "newcomer.title": "A new person",
    "newcomer.about": "known by {count} of the items they like",
    "newcomer.about_words": "known by a sentence",
    "newcomer.likes": "Items this person likes, the latest last",
    "newcomer.likes_placeholder": "Choose up to {most} items",
    "newcomer.taste": "Or their taste in a sentence",
    "newcomer.taste_placeholder": "slow-burn science fiction, no horror",
    "newcomer.taste_help": (
        "Your words and every item’s text are compared by the language model. Categories after “no” or "
        "“without” are blocked; say “no” again after a comma."
    ),
    "newcomer.encoding": "Reading your words: the language model starts, which takes some ten seconds…",
    "newcomer.empty": (
        "Choose some items, and the list is there at once. A sentence waits some ten seconds the first time, "
        "while the language model starts."
    ),
    "newcomer.heard": "Read as “{words}”.",
    "newcomer.wanted": "Named, so a little ahead: {names}.",
    "newcomer.wanted_as": "{name} (for “{said}”)",
    "newcomer.refused": "Blocked at every setting: {names}.",
    "newcomer.refused_why": "A language model hardly hears a “no”, so the words after it were taken out.",
    "newcomer.unheard": (
        "“{parts}” is no category of these data, so nothing was blocked for it; the words were only left out."
    ),
    "newcomer.english": (
        "The language model that comes with this product reads English; other languages come out poorly."
    ),
    "newcomer.no_model": "No language model was trained for these data, so a sentence cannot be read here.",
    "newcomer.gone": "Some items of the link do not exist in these data and were left out.",
    "newcomer.unmeasured": (
        "What a setting costs was measured on the people in the data, not on this person."
    ),
    # rules
    "rules.title": "Rules that every list must keep",
    "rules.note": (
        "Each is priced exactly at this setting: everybody’s lists with all rules beside those without "
        "that one."
    ),
    "rules.pin": "Items everybody is shown first, in this order",
    "rules.block": "Items never to show",
    "rules.at_most": "At most so many of each category",
    "rules.at_least": "At least so many long-tail items",
    "rules.none": "no rule",
    "rules.word_pin": "{title} at place {place}",
    "rules.word_block": "{title} blocked",
    "rules.word_at_most": "at most {n} of each category",
    "rules.word_at_least": "at least {n} long-tail items",
    "rules.cost": (
        "**{rule}** changes {changed} of all lists. Accuracy changes by {change}; the mean relevance of a "
        "list falls by {relevance}."
    ),
    "rules.excused": (
        "{n} of {all} people have no list that keeps all of this (the first of them not: {rules}). They get "
        "their list without the rules; everybody else is shown and priced with them."
    ),
    "rules.clash": "These rules cannot be kept.",
    "rules.list": "The list of person {user} under these rules",
    "rules.list_excused": "Person {user} has no list that keeps the rules; this is theirs without them",
}
