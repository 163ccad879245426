"""What the interface must show at a setting, from an engine of the benchmark's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.load_session import Position
from recsys_core.ui.widgets.slider.measure import UNIT
from recsys_core.workbench import Workbench

DATA = "ml-100k"
GRID = 1000  # steps of the slider
_LAST_DIGIT = 0.105  # figures near a limit are rounded away from it, so that 2.04 never reads as a kept 2%
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Truth:
    """Lists and measures of one data set, worked out apart from the server."""

    def __init__(self) -> None:
        self.bench = Workbench.open(DATA)

    def people(self, n: int) -> list[str]:
        """Ids of ``n`` people whose lists change often, the most changing first."""
        changes = np.diff(self.bench.trade_off().paths.offsets)
        return [str(self.bench.user_ids[user]) for user in np.argsort(-changes, kind="stable")[:n]]

    def titles(self, user: str, reranker: str, lambda_: float) -> list[str]:
        """Titles of a person's list, best first."""
        return list(self.bench.ranking(user, reranker, lambda_=lambda_)["title"])

    def values(self, reranker: str, lambda_: float) -> dict[str, float]:
        """Every measure at λ."""
        return self.bench.trade_off(reranker).curve.at(lambda_)

    def sentence(self, reranker: str, lambda_: float, row: int) -> set[float]:
        """Every number that the sentence above the slider may hold at a position.

        The position of 100, what accuracy loses and what variety gains in percent with the bad ends of their
        intervals, and what the other kinds of variety gain.
        """
        effects = self.bench.effects(reranker)
        accuracy, variety = (effects.of(key, lambda_)[0].relative for key in ("ndcg@10", "ild@10"))
        shares = [accuracy.value, accuracy.low, variety.value, variety.low]
        values, start = self.values(reranker, lambda_), self.values(reranker, 0.0)
        kinds = [key for key in values if key.startswith("ild_") and key.endswith("@10")]
        shares += [values[key] / start[key] - 1 for key in kinds]
        return {100.0, 100 * row / GRID, *(100 * abs(float(share)) for share in shares)}

    def is_row(self, reranker: str, row: int, lambda_: float) -> bool:
        """Whether the slider's ``row`` stands for this λ."""
        return bool(np.isclose(self.bench.scale(reranker).lambda_for(row / GRID), lambda_, atol=1e-9))

    def wrong_drag(self, user: str, shown: Mapping[str, Any]) -> list[str]:
        """What of a moment of a drag is not what belongs to its λ: list, measure, sentence, position."""
        lambda_, row = shown["lambda"], round(shown["t"] * GRID)
        values = self.values("mmr", lambda_)
        wrong = {
            "lambda": not self.is_row("mmr", row, lambda_) or abs(shown["range"] * GRID - row) > 0.6,
            "list": shown["list"] != self.titles(user, "mmr", lambda_),
            "measure": not near(shown["value"], values["ndcg@10"], 3),
            "sentence": not says(shown["sentence"], self.sentence("mmr", lambda_, row)),
        }
        return [name for name, is_wrong in wrong.items() if is_wrong]

    def wrong_answer(
        self,
        address: Mapping[str, str],
        payload: Mapping[str, Any],
        user: str,
        reranker: str,
        asked: Position,
    ) -> list[str]:
        """What a visitor holds after a move that is not what belongs to the position asked for.

        The address must carry the position; curve and lists that the component shows there must be those of
        the engine.
        """
        curve, person = payload["curve"], payload["person"]
        values = self.values(reranker, curve["lambda"][asked.row])
        held = {each["key"]: UNIT * sum(each["value"][: asked.row + 1]) for each in curve["measures"]}
        below = np.searchsorted(person["breakpoints"], asked.lambda_, side="right") - 1
        titles = [payload["items"][str(item)][0] for item in person["lists"][below]]
        wrong = {
            "position": abs(float(address["variety"]) / 100 - asked.t) > 1e-5,
            "λ beside the position": "lambda" in address,
            "person": person["id"] != user or address.get("user", user) != user,
            "λ of the slider": not self.is_row(reranker, asked.row, curve["lambda"][asked.row]),
            "measures": any(abs(held[key] - values[key]) > 6e-5 for key in held.keys() & values.keys()),
            "list": titles != self.titles(user, reranker, asked.lambda_),
        }
        return [name for name, is_wrong in wrong.items() if is_wrong]

    def wrong_metrics(self, metrics: Mapping[str, str], reranker: str, row: int) -> list[str]:
        """Names of the ordinary measures that are not those of the curve."""
        values = self.values(reranker, self.bench.scale(reranker).lambda_for(row / GRID))
        shown = {
            "Accuracy": ("ndcg@10", 3), "Variety": ("ild@10", 3), "Catalogue": ("coverage@10", 1),
            "Long tail": ("long_tail@10", 1),
        }  # fmt: skip
        wrong = []
        for label, text in metrics.items():
            key, digits = next((shown[name] for name in shown if label.startswith(name)), ("", 0))
            if key and not near(text, values[key] * (100 if text.endswith("%") else 1), digits):
                wrong.append(label)
        return wrong if metrics else ["no measures at all"]


def near(text: str, value: float, digits: int) -> bool:
    """Whether a printed number is ``value`` to the last digit, however a tie was rounded."""
    found = _NUMBER.search(text)
    return found is not None and abs(float(found[0]) - value) <= 0.61 * 10.0**-digits


def says(sentence: str, figures: set[float]) -> bool:
    """Whether a sentence holds at least three numbers, all of them among the figures it may speak of."""
    numbers = [float(number) for number in _NUMBER.findall(sentence)]
    return len(numbers) >= 3 and all(
        any(abs(number - figure) <= _LAST_DIGIT for figure in figures) for number in numbers
    )
