"""Everything the Tune page shows for one reranker, prepared once and shared: curves and people's lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.session import shared, words_of
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.measures import MOST_MORE, measures, named, offered
from recsys_core.ui.widgets.slider import payload
from recsys_core.ui.widgets.slider.measure import GRID, Measure
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import SliderScale


@dataclass(frozen=True)
class Tuning:
    """One trade-off on the slider's grid.

    Attributes:
        scale: between λ and the slider.
        lambdas: (GRID,) λ of each position.
        measures: the tiles.
        still: whether no list ever changes.
        space: the item space in which lists are varied.
        spaces: by name of another item space, (GRID,) the relative change of variety there.
        users: people measured.
        curve_json: the component's ``curve``, ready to send.
        raised: position in ``measures`` of what is to rise.
    """

    scale: SliderScale
    lambdas: FloatArray
    measures: list[Measure]
    still: bool
    space: str
    spaces: dict[str, FloatArray]
    users: int
    curve_json: bytes
    raised: int = 1

    def lambda_of(self, choice: Choice) -> float:
        """The λ of the slider's position."""
        return float(self.lambdas[self.row(choice)])

    def row(self, choice: Choice) -> int:
        """The grid row at the slider's position, the one that the component shows."""
        return round(choice.variety * (GRID - 1))

    def changes(self, breakpoints: FloatArray, choice: Choice) -> tuple[float | None, float | None]:
        """Positions of the previous and the next change of a person's list, None where there is none.

        Each is the first position that shows the other list. Changes between two positions come at once, for
        only positions are tested.

        Args:
            breakpoints: (n_lists,) λ at which each list of the person takes over, ascending from 0.
            choice: where the slider stands.
        """
        seen = np.searchsorted(breakpoints, self.lambdas, side="right")
        first = int(np.searchsorted(seen, seen[self.row(choice)]))
        after = int(np.searchsorted(seen, seen[first], side="right"))
        previous = None if first == 0 else int(np.searchsorted(seen, seen[first - 1])) / (len(seen) - 1)
        return previous, None if after == len(seen) else after / (len(seen) - 1)


def tuning(bench: Workbench, choice: Choice) -> Tuning:
    """The trade-off that a choice looks at."""
    known = offered(bench.trade_off(choice.reranker, k=choice.k)) if choice.more else []
    more = tuple(name for name in choice.more if name in known)[:MOST_MORE]
    return _tuning(bench, choice.reranker, choice.k, choice.limits.objective, more, choice.lang)


@dataclass(frozen=True)
class _Numbers:
    """The part of a Tuning that is the same in every language."""

    scale: SliderScale
    lambdas: FloatArray
    measures: list[Measure]
    spaces: dict[str, FloatArray]


@shared(max_size=64)
def _numbers(bench: Workbench, reranker: str, k: int, raised: str, more: tuple[str, ...]) -> _Numbers:
    scale = bench.scale(reranker, k=k)
    lambdas = scale.steps(GRID)
    sampled = bench.trade_off(reranker, k=k).curve.sample(lambdas)
    spaces = {}
    for space in bench.space_names[1:]:
        values = sampled[f"ild_{space}@{k}"]
        spaces[space] = (values - values[0]) / (float(values[0]) or 1.0)
    return _Numbers(scale, lambdas, measures(bench, reranker, k, lambdas, raised, more), spaces)


@shared(max_size=128)
def _tuning(
    bench: Workbench, reranker: str, k: int, raised: str, more: tuple[str, ...], language: str
) -> Tuning:
    numbers = _numbers(bench, reranker, k, raised, more)
    found = named(numbers.measures, bench, words_of(bench, language))
    users = len(bench.ground_truth().evaluated)
    curve = payload.curve_payload(
        f"{bench.key}/{reranker}/{k}/{'+'.join(more)}",
        numbers.lambdas,
        found,
        accuracy=f"{bench.accuracy}@{k}",
        variety=f"ild@{k}",
        raised=f"{raised}@{k}",
        users=users,
        spaces=numbers.spaces,
    )
    return Tuning(
        numbers.scale,
        numbers.lambdas,
        found,
        payload.is_still(found[:2]),
        bench.space_names[0],
        numbers.spaces,
        users,
        payload.compact(curve).encode(),
        curve["raised"],
    )


@shared(max_size=2048)
def person_json(bench: Workbench, user: str, reranker: str, k: int, language: str) -> dict[str, str]:
    """The component's ``person`` and ``items`` for a person, ready to send."""
    words = words_of(bench, language)
    scale = bench.scale(reranker, k=k)
    breakpoints, items = bench.trade_off(reranker, k=k).paths.of_user(bench.user_index(user))
    positions = np.array([scale.achieved(float(at)) for at in breakpoints])
    table = bench.dataset.items
    person = payload.person_payload(
        user, words("person.title", user=user), about(bench, user, words), breakpoints, positions, items
    )
    shown = payload.item_table(items, table["title"].tolist(), table["categories"].tolist())
    return {"person": payload.compact(person), "items": payload.compact(shown)}


def about(bench: Workbench, user: str, words: Words) -> str:
    """A few words on a person: the categories they rate most, and how often they rated."""
    history = bench.split.history("test")
    row = bench.user_index(user)
    count, names = int(history.counts[row]), bench.people.favourites()[row]
    if not bench.has_history:
        return words("person.about_candidates", n=int(bench.candidates().counts[row]))
    if not names:
        return words("person.about_plain", n=count)
    return words("person.about", categories=words("slider.comma").join(names), n=count)
