"""What can be found in scored candidates, one function a problem: found, done, consequence."""

from __future__ import annotations

from dataclasses import asdict

from recsys_core.data.cleaning.findings import FirstRow
from recsys_core.data.finding import Finding
from recsys_core.messages import message

_LEFT_OUT = message("health.rows_left_out", "These rows were left out.")
_KEPT = message("candidates.kept", "Nothing was changed.")


def no_id(n: int, first: FirstRow) -> Finding:
    """Candidates without a person or an item."""
    return Finding(
        "candidates_without_id",
        n,
        message(
            "candidates.no_id.found",
            "{n:,} candidate names no person or no item (row {row} of {file}).",
            plural="{n:,} candidates name no person or no item (first: row {row} of {file}).",
            n=n,
            **asdict(first),
        ),
        _LEFT_OUT,
        message("candidates.fewer", "The people concerned have fewer candidates than in the file."),
    )


def no_score(n: int, first: FirstRow) -> Finding:
    """Scores that are no finite number."""
    return Finding(
        "unreadable_scores",
        n,
        message(
            "candidates.no_score.found",
            "{n:,} candidate has no number as its score (row {row} of {file}: '{value}').",
            plural="{n:,} candidates have no number as their score (first: row {row} of {file}, '{value}').",
            n=n,
            **asdict(first),
        ),
        _LEFT_OUT,
        message("candidates.fewer", "The people concerned have fewer candidates than in the file."),
    )


def repeated(n: int, user: str, item: str) -> Finding:
    """A pair of person and item more than once."""
    return Finding(
        "repeated_candidates",
        n,
        message(
            "candidates.repeated.found",
            "{n:,} row repeats a person and an item, such as {user} with {item}.",
            plural="{n:,} rows repeat a person and an item, such as {user} with {item}.",
            n=n,
            user=user,
            item=item,
        ),
        message("candidates.repeated.fix", "The row with the best score counts."),
        message(
            "candidates.repeated.means", "If the rows belong to two systems, name them in a column system."
        ),
    )


def short(n: int, user: str, k: int) -> Finding:
    """People with fewer candidates than a list has places."""
    return Finding(
        "few_candidates",
        n,
        message(
            "candidates.short.found",
            "{n:,} person has fewer than {k} candidates, namely {user}.",
            plural="{n:,} people have fewer than {k} candidates, such as {user}.",
            n=n,
            user=user,
            k=k,
        ),
        _KEPT,
        message(
            "candidates.short.means",
            "Their lists are shorter and hold the same items at every setting: only the order can change. "
            "Export "
            "more candidates for each person, 50 to 200 are usual.",
        ),
    )


def tied(n: int, user: str) -> Finding:
    """People all of whose candidates have one score."""
    return Finding(
        "equal_scores",
        n,
        message(
            "candidates.tied.found",
            "{n:,} person has one score for all candidates, namely {user}.",
            plural="{n:,} people have one score for all candidates, such as {user}.",
            n=n,
            user=user,
        ),
        message("candidates.tied.fix", "Their candidates keep the order of the file."),
        message("candidates.tied.means", "For them any list is equally relevant, so variety costs nothing."),
    )


def cut(n: int, most: int) -> Finding:
    """People with more candidates than are used."""
    return Finding(
        "many_candidates",
        n,
        message(
            "candidates.cut.found",
            "{n:,} person has more than {most} candidates.",
            plural="{n:,} people have more than {most} candidates.",
            n=n,
            most=most,
        ),
        message("candidates.cut.fix", "The {most} best of each person are used.", most=most),
        message("candidates.cut.means", "Items further down cannot enter a list at any setting."),
    )


def smaller_is_better(column: str, by_rank: bool) -> Finding:
    """Scores that were turned round."""
    why = (
        message("candidates.turned.rank", "Better ranks have smaller values of {column}.", column=column)
        if by_rank
        else message("candidates.turned.name", "{column} reads like a distance.", column=column)
    )
    return Finding(
        "smaller_is_better",
        1,
        why,
        message("candidates.turned.fix", "A smaller value counts as better."),
        message(
            "candidates.turned.means",
            "If a larger one is better, every list here is upside down. Say so in candidates.json: "
            '{{"scores": '
            '"higher"}}, or on the Data page.',
        ),
    )


def ranks_only() -> Finding:
    """Ranks without scores."""
    return Finding(
        "ranks_only",
        1,
        message("candidates.ranks.found", "There are ranks but no scores."),
        message("candidates.ranks.fix", "Relevance falls evenly from the first rank to the last."),
        message(
            "candidates.ranks.means",
            "How much less relevant the next item is cannot be known. Scores would make prices truer.",
        ),
    )


def absent_people(n: int, system: str, user: str) -> Finding:
    """People whom one of several systems has no candidates for."""
    return Finding(
        "people_without_candidates",
        n,
        message(
            "candidates.absent.found",
            "{system} has no candidates for {n:,} person, namely {user}.",
            plural="{system} has no candidates for {n:,} people, such as {user}.",
            n=n,
            system=system,
            user=user,
        ),
        message("candidates.absent.fix", "Their lists are empty and count as such."),
        message("candidates.absent.means", "The comparison is hard on {system}.", system=system),
    )


def strangers(n: int, user: str, file: str) -> Finding:
    """Rows about people without candidates."""
    return Finding(
        "people_without_lists",
        n,
        message(
            "candidates.strangers.found",
            "{n:,} row of {file} is about somebody without candidates, namely {user}.",
            plural="{n:,} rows of {file} are about people without candidates, such as {user}.",
            n=n,
            user=user,
            file=file,
        ),
        _LEFT_OUT,
        message(
            "candidates.strangers.means",
            "If that is most of them, ids may be written differently in the two files.",
        ),
    )


def unknown_outcomes(n: int, share: float, item: str) -> Finding:
    """Outcomes with items that were nobody's candidate for that person."""
    return Finding(
        "outcomes_never_offered",
        n,
        message(
            "candidates.never.found",
            "{n:,} outcome ({share:.0%}) is with an item that was no candidate for that person, such as "
            "{item}.",
            plural="{n:,} outcomes ({share:.0%}) are with items that were no candidates for that person, "
            "such as "
            "{item}.",
            n=n,
            share=share,
            item=item,
        ),
        _KEPT,
        message(
            "candidates.never.means", "No setting can show these, so accuracy is lower at all of them alike."
        ),
    )


def logged() -> Finding:
    """Outcomes logged under the lists of that time."""
    return Finding(
        "logged_outcomes",
        1,
        message("candidates.logged.found", "Outcomes were logged under the lists that were shown then."),
        _KEPT,
        message(
            "candidates.logged.means",
            "They favour what was already shown: what a more varied list loses is overestimated.",
        ),
    )


def unsaid_origin() -> Finding:
    """Nobody said how outcomes arose."""
    return Finding(
        "unsaid_origin",
        1,
        message("candidates.unsaid.found", "It is not said how the outcomes arose."),
        message("candidates.unsaid.fix", "They are taken as logged under the lists that were shown then."),
        message(
            "candidates.logged.means",
            "They favour what was already shown: what a more varied list loses is overestimated.",
        ),
    )


def no_outcomes() -> Finding:
    """Nothing is known of what people did."""
    return Finding(
        "no_outcomes",
        1,
        message("candidates.no_outcomes.found", "There are no outcomes."),
        message(
            "candidates.no_outcomes.fix",
            "Settings are judged by the relevance they keep, by your own scores.",
        ),
        message(
            "candidates.no_outcomes.means",
            "No accuracy is claimed and nothing is certified. Add outcomes (later clicks or purchases: "
            "user_id, "
            "item_id) for that.",
        ),
    )


def no_space() -> Finding:
    """Nothing describes the items."""
    return Finding(
        "no_item_descriptions",
        1,
        message("candidates.no_space.found", "No categories and no vectors describe the items."),
        message(
            "candidates.no_space.fix",
            "Two items count as alike as far as the same people liked them or, without a history, have "
            "them as "
            "candidates.",
        ),
        message(
            "candidates.no_space.means",
            "That is a poor picture of variety. Add an items file with item_id and categories.",
        ),
    )


def unmatched_vectors(n: int, item: str) -> Finding:
    """Items without a vector."""
    return Finding(
        "items_without_vector",
        n,
        message(
            "candidates.no_vector.found",
            "{n:,} item has no vector, namely {item}.",
            plural="{n:,} items have no vector, such as {item}.",
            n=n,
            item=item,
        ),
        message(
            "candidates.no_vector.fix", "It counts as like everything, so it is never sought for variety."
        ),
        message("candidates.no_vector.means", "Lists avoid such items as the setting rises."),
    )
