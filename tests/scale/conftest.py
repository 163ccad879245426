import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

N_PEOPLE, N_ITEMS, N_CANDIDATES, DIMENSIONS = 240, 90, 25, 6


class World:
    """A source on disk and the same as arrays."""

    def __init__(self, folder, *, text_ids=False, outcomes=True, group=333, files=1):
        self.folder = folder
        rng = np.random.default_rng(5)
        self.vectors = rng.standard_normal((N_ITEMS, DIMENSIONS)).astype(np.float32)
        counts = rng.integers(3, N_CANDIDATES + 1, N_PEOPLE)
        self.items = np.full((N_PEOPLE, N_CANDIDATES), -1, np.int32)
        self.scores = np.full((N_PEOPLE, N_CANDIDATES), -np.inf)
        for person, count in enumerate(counts):
            self.items[person, :count] = rng.permutation(N_ITEMS)[:count]
            self.scores[person, :count] = -np.sort(-rng.normal(size=count))
        name = (lambda kind, n: f"{kind}{n:04}") if text_ids else (lambda kind, n: int(n))
        person, place = np.nonzero(self.items >= 0)
        order = np.lexsort((rng.random(len(person)), person))  # within a person in any order
        rows = pa.table(
            {
                "user_id": [name("u", n) for n in person[order]],
                "item_id": [name("i", n) for n in self.items[person, place][order]],
                "score": self.scores[person, place][order],
            }
        )
        folder.mkdir()
        if files == 1:
            pq.write_table(rows, folder / "candidates.parquet", row_group_size=group)
        else:
            (folder / "candidates").mkdir()
            size = -(-len(rows) // files)
            for n in range(files):
                part = rows.slice(n * size, size)
                pq.write_table(part, folder / "candidates" / f"{n}.parquet", row_group_size=group)
        items = pa.table({"item_id": [name("i", n) for n in range(N_ITEMS)]})
        pq.write_table(items, folder / "items.parquet")
        np.save(folder / "vectors.npy", self.vectors)
        self.ids = [name("u", n) for n in range(N_PEOPLE)]
        self.liked = np.array(
            [(n, self.items[n, rng.integers(counts[n])]) for n in range(N_PEOPLE) for _ in range(n % 3)]
        )
        if outcomes:
            table = {
                "user_id": [name("u", n) for n in self.liked[:, 0]],
                "item_id": [name("i", n) for n in self.liked[:, 1]],
            }
            pq.write_table(pa.table(table), folder / "outcomes.parquet")
        (folder / "candidates.json").write_text(json.dumps({"scores": "higher"}))


def write_towers(folder):
    """Vectors of 50 people and 300 items."""
    rng = np.random.default_rng(0)
    folder.mkdir()
    for name, file, n in (("user", "users", 50), ("item", "items", 300)):
        table = pa.table({f"{name}_id": [f"{name}{at:03}" for at in range(n)]})
        pq.write_table(table, folder / f"{file}.parquet")
    np.save(folder / "user_vectors.npy", rng.standard_normal((50, 6)).astype(np.float32))
    np.save(folder / "vectors.npy", rng.standard_normal((300, 6)).astype(np.float32))


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("scale") / "world")


@pytest.fixture(scope="session")
def make_world(tmp_path_factory):
    return lambda **options: World(tmp_path_factory.mktemp("scale") / "world", **options)
