"""The one person whose lists are looked at, with the heading of their card."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from recsys_core.types import IndexArray
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import tuning
from recsys_core.ui.widgets.slider import payload
from recsys_core.workbench import Workbench
from recsys_core.workbench.people import Person


@dataclass(frozen=True, eq=False)
class Shown:
    """A person with the heading of their card.

    Attributes:
        key: tells people apart.
        title: heading.
        about: a few words beside it.
        person: their lists and what explains them.
    """

    key: str
    title: str
    about: str
    person: Person

    @property
    def is_new(self) -> bool:
        """Whether the person is not in the data."""
        return self.person.new is not None

    def list_at(self, lambda_: float) -> IndexArray:
        """(k,) the list in force."""
        return self.person.path.at(lambda_)


def of_data(bench: Workbench, choice: Choice, words: Words) -> Shown:
    """A user of the data."""
    return Shown(
        choice.user,
        words("person.title", user=choice.user),
        tuning.about(bench, choice.user, words),
        bench.people.user(choice.user, choice.reranker, k=choice.k),
    )


def of_new_person(
    bench: Workbench, choice: Choice, likes: tuple[str, ...], taste: str, words: Words
) -> Shown:
    """Somebody new, by the items and the sentence they are described by.

    Raises:
        SettingError: the sentence cannot be read, or nothing is left to show.
    """
    return Shown(
        "new " + hashlib.sha256("\n".join([*likes, taste]).encode()).hexdigest()[:12],
        words("newcomer.title"),
        words("newcomer.about", count=len(likes)) if likes else words("newcomer.about_words"),
        bench.people.new_person(likes, taste, choice.reranker, k=choice.k),
    )


def person_json(bench: Workbench, choice: Choice, shown: Shown) -> dict[str, str]:
    """The component's ``person`` and ``items`` for somebody new, ready to send."""
    scale = tuning.tuning(bench, choice).scale
    path = shown.person.path
    positions = np.array([scale.achieved(float(lambda_)) for lambda_ in path.breakpoints])
    table = bench.dataset.items
    person = payload.person_payload(
        shown.key, shown.title, shown.about, path.breakpoints, positions, path.lists
    )
    items = payload.item_table(path.lists, table["title"].tolist(), table["categories"].tolist())
    return {"person": payload.compact(person), "items": payload.compact(items)}
