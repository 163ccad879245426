"""What a reranker needs for all people, checked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.rerank.aspects import compressed, wanted_aspects
from recsys_core.rerank.engine.arrays import Problem
from recsys_core.rerank.engine.dispatch import NUMBERS
from recsys_core.rerank.method import Reranker
from recsys_core.rerank.rules.rules import Rules, with_pins
from recsys_core.rerank.similarity import is_fine, row_lengths, similarity_table
from recsys_core.types import FloatArray, IndexArray, ItemSpace


@dataclass(frozen=True, eq=False)
class RerankInputs:
    """Candidates with their relevance, and what tells them apart. Treated as read-only.

    Attributes:
        relevance: (n_users, n_candidates) in [0, 1], best first; anything where ``items`` is -1.
        items: (n_users, n_candidates) int32 item indices, padded with -1 at the end.
        space: the similarity between items.
        aspects: (n_items, n_aspects) memberships, or None.
        profile: (n_users, n_aspects) how much each history holds of each aspect, or None.
        rules: what every list must keep at every λ.

    Raises:
        ValueError: shapes disagree, relevance is not finite or not best first, or padding is in the middle.
    """

    relevance: FloatArray
    items: IndexArray
    space: ItemSpace
    aspects: FloatArray | None = None
    profile: FloatArray | None = None
    rules: Rules = Rules()
    _tables: dict[float, tuple[FloatArray, FloatArray]] = field(default_factory=dict, init=False, repr=False)
    _of_items: dict[str, tuple[Any, ...]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.items.shape != self.relevance.shape or self.items.ndim != 2:
            raise ValueError(
                f"items {self.items.shape} and relevance {self.relevance.shape} must share one 2-d shape"
            )
        present = self.items >= 0
        if np.any(present[:, 1:] & ~present[:, :-1]):
            raise ValueError("padding (-1) must come after the last candidate of a user")
        n_items = len(self.space.vectors)
        if self.items.size and self.items.max() >= n_items:
            raise ValueError(f"items must be below {n_items}, as the space has, got {self.items.max()}")
        if not np.all(np.isfinite(self.relevance[present])):
            raise ValueError("relevance must be finite, got nan or inf")
        if np.any((self.relevance[:, 1:] > self.relevance[:, :-1]) & present[:, 1:]):
            raise ValueError("candidates must come best first: relevance rises along a row")
        if self.aspects is not None and len(self.aspects) != n_items:
            raise ValueError(f"aspects must have a row for each of {n_items} items, got {len(self.aspects)}")

    @property
    def n_users(self) -> int:
        """Number of people."""
        return len(self.items)

    def of_users(self, users: IndexArray | slice) -> RerankInputs:
        """The same for some people, in that order; what was computed about items is kept."""
        profile = None if self.profile is None else self.profile[users]
        return self.with_people(self.relevance[users], self.items[users], profile)

    def with_people(
        self, relevance: FloatArray, items: IndexArray, profile: FloatArray | None = None
    ) -> RerankInputs:
        """Other people over the same items; what was computed about items is kept."""
        part = RerankInputs(relevance, items, self.space, self.aspects, profile, self.rules)
        return self._share(part)

    def with_rules(self, rules: Rules) -> RerankInputs:
        """The same people under other rules."""
        return self._share(replace(self, rules=rules))

    def _share(self, part: RerankInputs) -> RerankInputs:
        """What was computed about items is made once for all."""
        object.__setattr__(part, "_tables", self._tables)
        object.__setattr__(part, "_of_items", self._of_items)
        return part

    def _once(self, name: str, make: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
        """Arrays about items, by name: a service asks for them with every request."""
        if name not in self._of_items:
            self._of_items[name] = make()
        return self._of_items[name]

    def table(self, repeats: float) -> tuple[FloatArray, FloatArray]:
        """The tables of ``similarity.similarity_table``, computed once."""
        if repeats not in self._tables:
            self._tables[repeats] = similarity_table(self.space, repeats)
        return self._tables[repeats]

    def problem(self, reranker: Reranker) -> Problem:
        """Everything as the kernels take it.

        Raises:
            SettingError: the reranker needs categories or histories that are not there.
        """
        self._require(reranker)
        uses_space, uses_aspects = "space" in reranker.needs, "aspects" in reranker.needs
        nothing = np.zeros((0, 0), dtype=np.float32)
        table, rest = self.table(reranker.repeats) if uses_space else (nothing, nothing)
        by_vector = uses_space and table.size == 0
        aspects: FloatArray = np.zeros((0, 0))
        if uses_aspects and self.aspects is not None:
            aspects = self.aspects
        offsets, index, share = self._once(f"aspects {aspects.shape}", lambda: compressed(aspects))
        wanted: FloatArray = np.zeros((0, aspects.shape[1]))
        if uses_aspects and self.profile is not None:
            wanted = wanted_aspects(self.profile, uniform_if_empty=reranker.wants_all)
        relevance, items = with_pins(self.relevance, self.items, self.rules)
        vectors, lengths = nothing, np.zeros(0)
        if by_vector:
            vectors, lengths = self._once("vectors", self._vectors)
        return Problem(
            kind=NUMBERS[reranker.name],
            parameter=float(reranker.parameter),
            items=np.ascontiguousarray(items, dtype=np.int32),
            relevance=np.ascontiguousarray(relevance, dtype=np.float64),
            counts=(items >= 0).sum(axis=1).astype(np.int64),
            table=table,
            rest=rest,
            vectors=vectors,
            lengths=lengths,
            known=np.asarray(self.space.known, dtype=np.bool_),
            jaccard=self.space.kind == "jaccard",
            repeats=float(reranker.repeats),
            fine=is_fine(reranker.repeats),
            aspect_offsets=offsets,
            aspect_index=index,
            aspect_share=share,
            wanted=wanted,
            rules=self.rules.arrays(len(self.space.vectors)),
        )

    def _vectors(self) -> tuple[FloatArray, FloatArray]:
        vectors = np.ascontiguousarray(self.space.vectors, dtype=np.float32)
        return vectors, row_lengths(vectors, self.space.kind)

    def _require(self, reranker: Reranker) -> None:
        if self.rules and not reranker.linear:
            raise SettingError(
                message(
                    "errors.cannot_keep_rules_choose",
                    "{title} cannot keep rules. Choose another reranker.",
                    title=reranker.title,
                )
            )
        if "aspects" in reranker.needs and (self.aspects is None or not np.any(self.aspects)):
            raise no_categories(reranker)
        if "profile" in reranker.needs:
            shape = (self.n_users, 0 if self.aspects is None else self.aspects.shape[1])
            if self.profile is None or self.profile.shape != shape:
                got = "none" if self.profile is None else str(self.profile.shape)
                raise SettingError(
                    message(
                        "errors.needs_everybody_category_shares",
                        "{title} needs everybody's category shares {shape}, got {got}.",
                        title=reranker.title,
                        shape=shape,
                        got=got,
                    )
                )


def no_categories(reranker: Reranker) -> SettingError:
    """The error for a reranker that needs item categories where there are none."""
    return SettingError(
        message(
            "errors.needs_item_categories_these",
            "{title} needs item categories, and these data have none. Name a category "
            "column, or choose another reranker.",
            title=reranker.title,
        )
    )
