"""How interactions are divided into train, validation and test: a choice that belongs to a data set."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal, get_args

from recsys_core.errors import DataError
from recsys_core.messages import message

SplitWay = Literal["person", "date", "random", "given"]
WAYS: tuple[SplitWay, ...] = get_args(SplitWay)


@dataclass(frozen=True)
class SplitRule:
    """How a data set is split.

    Attributes:
        way: "person": the last interactions of each person are test. "date": what happened from one date on,
            the same for everybody. "random": a share of each person's interactions drawn at random. "given":
            the source says which row belongs to which part.
        date: of "date", the first day of the test part (2024-05-31, UTC); None: the day on which the last
            interactions begin that make up the test share.
        seed: of "random".

    Raises:
        DataError: ``way`` is no such way, ``date`` is no date, or it is named for another way.
    """

    way: SplitWay = "person"
    date: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.way not in WAYS:
            raise DataError(
                message(
                    "errors.split_way",
                    "“{way}” is no way to split. Choose one of: {ways}.",
                    way=self.way,
                    ways=", ".join(WAYS),
                )
            )
        if self.date is None:
            return
        try:
            datetime.date.fromisoformat(self.date)
        except ValueError as error:
            raise _no_date(self.date) from error
        if self.way != "date":
            raise DataError(
                message(
                    "errors.split_date_unused",
                    "A split date needs the split “date”, and the split is “{way}”. Leave one of them out.",
                    way=self.way,
                )
            )

    @property
    def is_usual(self) -> bool:
        """Whether it is the way that is used unless another is named: per person, in time."""
        return self.way == "person"

    def to_dict(self) -> dict[str, Any]:
        """What it depends on, ready for JSON."""
        entries: dict[str, Any] = {"way": self.way}
        if self.way == "date":
            entries["date"] = self.date
        if self.way == "random":
            entries["seed"] = self.seed
        return entries

    @classmethod
    def from_dict(cls, entries: dict[str, Any]) -> SplitRule:
        """The rule that ``to_dict`` wrote.

        Raises:
            DataError: the entries are damaged.
        """
        date, seed = entries.get("date"), entries.get("seed", 0)
        if not isinstance(seed, int) or not (date is None or isinstance(date, str)):
            raise _no_date(str(date))
        return cls(entries.get("way", "person"), date, seed)


def _no_date(date: str) -> DataError:
    return DataError(
        message("errors.split_date", "“{date}” is no date to split at. Write it as 2024-05-31.", date=date)
    )
