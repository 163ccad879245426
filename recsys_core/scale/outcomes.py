"""What some people did later, read from disk for these people alone."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from recsys_core.data.candidates.halves import no_interactions
from recsys_core.data.candidates.outcomes import DISLIKED, LIKED
from recsys_core.errors import DataError
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.scale.catalogue import Catalogue
from recsys_core.scale.people import People
from recsys_core.scale.source import Source
from recsys_core.types import Interactions


def ground_truth(
    source: Source, people: People, catalogue: Catalogue, before: GroundTruth | None = None
) -> GroundTruth:
    """What lists of these people are measured against; without outcomes their own scores.

    Args:
        source: the candidates.
        people: consecutive ones.
        catalogue: the items.
        before: that of other people, whose distances between items serve these too.

    Raises:
        DataError: ids of people or items are of another kind than in the candidates.
    """
    nobody = no_interactions(len(people.ids), len(catalogue.ids))
    has_outcomes = source.outcomes is not None
    target = _read(source, people, catalogue) if has_outcomes else nobody
    own = None if has_outcomes else people.candidates
    if before is not None:
        return before.with_people(target, nobody, own)
    return GroundTruth(target, nobody, {"vectors": catalogue.space}, own, everyone=has_outcomes)


def _read(source: Source, people: People, catalogue: Catalogue) -> Interactions:
    path = source.outcomes
    assert path is not None
    ids = pq.read_schema(path).field(source.outcomes_user).type
    if ids != people.ids.type:
        raise DataError(
            f"{path.name} holds {source.outcomes_user} as {ids}, the candidates as "
            f"{people.ids.type}. Write both alike."
        )
    columns = [source.outcomes_user, source.outcomes_item]
    low, high = people.ids[0].as_py(), people.ids[-1].as_py()
    rows = pq.read_table(
        path,
        columns=columns + ([source.outcomes_label] if source.outcomes_label else []),
        filters=[(source.outcomes_user, ">=", low), (source.outcomes_user, "<=", high)],
    )
    user = pc.index_in(rows.column(0), value_set=people.ids)
    rows = rows.filter(pc.is_valid(user))
    user = pc.drop_null(user).combine_chunks().to_numpy().astype(np.int64)
    item = catalogue.index_of(rows.column(1).combine_chunks(), path.name).astype(np.int64)
    liked = np.ones(len(rows), np.bool_)
    if source.outcomes_label:
        liked = np.nan_to_num(pc.cast(rows.column(2), pa.float64()).to_numpy()) > 0
    n_items = len(catalogue.ids)
    pairs, where = np.unique(user * n_items + item, return_inverse=True)
    any_liked = np.zeros(len(pairs), np.bool_)
    np.logical_or.at(any_liked, where, liked)
    return Interactions(
        (pairs // n_items).astype(np.int32),
        (pairs % n_items).astype(np.int32),
        np.ones(len(pairs), np.float32),
        np.where(any_liked, LIKED, DISLIKED).astype(np.int8),
        np.zeros(len(pairs)),
        len(people.ids),
        n_items,
    )
