"""One list at a time, as a service needs it: somebody else's candidates, a user, or somebody new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.data.features import category_names
from recsys_core.metrics.similarity import aspect_shares, unit_rows
from recsys_core.rerank import Reranker, RerankInputs, rerank
from recsys_core.rerank.rules.rules import Rules
from recsys_core.types import Candidates, FloatArray, IndexArray, ItemSpace
from recsys_core.workbench.bench import Workbench
from recsys_core.workbench.rules import RuleRequest


@dataclass(frozen=True, eq=False)
class Listed:
    """One list.

    Attributes:
        items: (n,) what is listed, best first: rows of the catalogue, or positions of the candidates.
        relevance: (n,) of each, in [0, 1].
    """

    items: IndexArray
    relevance: FloatArray


class OneList:
    """A setting, ready to make one list after another; safe to use from several threads.

    Args:
        bench: the data and the model.
        reranker: name of the method.
        lambda_: in [0, 1].
        k: length of a list where no other is asked for.
        rules: what a list must keep where nothing else is asked for.
    """

    def __init__(self, bench: Workbench, reranker: str, lambda_: float, k: int, rules: RuleRequest) -> None:
        self.bench, self.k = bench, k
        self._method: Reranker = bench.rerankers[reranker]
        self._lambda = np.array([lambda_])
        self._inputs = bench.rerank_inputs()
        self._rules = bench.rules.build(rules)
        self._rows = {str(item): row for row, item in enumerate(bench.dataset.item_ids)}
        self._users = {str(user): row for row, user in enumerate(bench.user_ids)}
        self._names = category_names(bench.dataset) if bench.has_categories else []

    @property
    def needs_taste(self) -> bool:
        """Whether the method looks at what a person likes."""
        return "profile" in self._method.needs

    @property
    def needs_vectors(self) -> bool:
        """Whether candidates from outside the catalogue are compared by vectors, not by categories."""
        return self._inputs.space.kind == "cosine" and "space" in self._method.needs

    @property
    def needs_categories(self) -> bool:
        """Whether candidates from outside the catalogue need categories."""
        return bool(self._method.needs) and not self.needs_vectors

    def rows_of(self, items: Iterable[str | int]) -> list[int | None]:
        """The rows of items of the catalogue, None for any other."""
        return [self._rows.get(str(item)) for item in items]

    def user_row(self, user: str) -> int | None:
        """The row of a user, None for anybody else."""
        return self._users.get(user)

    def of_candidates(
        self,
        rows: Sequence[int],
        scores: Sequence[float],
        k: int,
        *,
        taste: FloatArray | None = None,
        rules: RuleRequest | None = None,
    ) -> Listed:
        """Rerank items of the catalogue.

        Args:
            rows: (n,) rows of the catalogue, each once.
            scores: (n,) finite, on any scale.
            k: length of the list.
            taste: (n_categories,) of the person, where the method needs it.
            rules: in place of those of the setting.

        Raises:
            SettingError: no list keeps the rules.
        """
        items, relevance = _ordered(np.asarray(rows, np.int32), scores)
        people = None if taste is None else taste[None]
        inputs = self._inputs.with_people(relevance[None], items[None], people)
        return self._listed(inputs, k, self._built(rules))

    def of_others(
        self,
        scores: Sequence[float],
        k: int,
        *,
        vectors: Sequence[Sequence[float]] | None = None,
        categories: Sequence[Sequence[str]] | None = None,
        profile: Mapping[str, float] | None = None,
    ) -> Listed:
        """Rerank candidates from anywhere, described by vectors or categories; gives their positions."""
        n = len(scores)
        names = sorted({*(profile or {}), *(name for row in categories or () for name in row)})
        column = {name: at for at, name in enumerate(names)}
        member = np.zeros((n, max(len(names), 1)), np.float32)
        for at, row in enumerate(categories or ()):
            member[at, [column[name] for name in row]] = 1.0
        if vectors is not None:
            space = ItemSpace("text", unit_rows(np.asarray(vectors, np.float32)))
        else:
            space = ItemSpace("categories", member, "jaccard")
        taste = np.array([[float((profile or {}).get(name, 0.0)) for name in names] or [0.0]])
        items, relevance = _ordered(np.arange(n, dtype=np.int32), scores)
        inputs = RerankInputs(relevance[None], items[None], space, aspect_shares(member), taste)
        return self._listed(inputs, k, Rules())

    def of_user(self, row: int, k: int, rules: RuleRequest | None = None) -> Listed:
        """A user's list from the model's own candidates.

        Raises:
            SettingError: no list keeps the rules.
        """
        return self._listed(self._inputs.of_users(np.array([row])), k, self._built(rules))

    def of_newcomer(self, likes: Sequence[str], sentence: str, k: int) -> Listed:
        """The list of somebody new, described by items, a sentence or both.

        Raises:
            SettingError: an item does not exist, the sentence cannot be read, or nothing is left to show.
        """
        new = self.bench.people.new_person(likes, sentence, "none", k=k)
        return self._listed(new.inputs, k, self._rules)

    def taste_of(self, row: int) -> FloatArray | None:
        """(n_categories,) what a user likes, None where there are no categories."""
        profile = self._inputs.profile
        return None if profile is None else profile[row]

    def taste_from(self, profile: Mapping[str, float]) -> FloatArray:
        """(n_categories,) a taste by the names of categories; others than the catalogue's do not count."""
        return np.array([float(profile.get(name, 0.0)) for name in self._names] or [0.0])

    def _built(self, rules: RuleRequest | None) -> Rules:
        return self._rules if rules is None else self.bench.rules.build(rules)

    def _listed(self, inputs: RerankInputs, k: int, rules: Rules) -> Listed:
        ruled = inputs.with_rules(rules) if rules else inputs
        found = rerank(ruled, self._method, k, self._lambda)[0, 0]
        items = found[found >= 0]
        is_it = inputs.items[0] == items[:, None]
        relevance = inputs.relevance[0][is_it.argmax(axis=1)]
        return Listed(items, np.where(is_it.any(axis=1), relevance, 0.0))  # a pinned one need not be offered


def _ordered(items: IndexArray, scores: Sequence[float]) -> tuple[IndexArray, FloatArray]:
    """Candidates best first, equal scores in the order they came, with scores scaled to relevance."""
    values = np.asarray(scores, np.float64)
    order = np.argsort(-values, kind="stable")
    found = Candidates(items[order][None], values[order][None])
    return found.items[0], found.relevance[0]
