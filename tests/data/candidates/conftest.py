import json

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="session")
def shop():
    """Six people, eight items: candidates with their scores, items with categories, later purchases."""
    rng = np.random.default_rng(4)
    rows = [(f"u{u}", f"0{i}", round(float(rng.random()), 4)) for u in range(6) for i in range(8)]
    items = [(f"0{i}", f"Thing {i}", "Garden" if i % 2 else "Kitchen|Toys") for i in range(8)]
    outcomes = [(f"u{u}", f"0{(u * 3) % 8}") for u in range(6)]
    return {
        "candidates": pd.DataFrame(rows, columns=["user_id", "item_id", "score"]),
        "items": pd.DataFrame(items, columns=["item_id", "title", "categories"]),
        "outcomes": pd.DataFrame(outcomes, columns=["user_id", "item_id"]),
    }


@pytest.fixture
def write(tmp_path):
    """Write tables as CSV files into a folder, with a note beside them where one is given."""

    def to_folder(tables, note=None, folder=tmp_path):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            table.to_csv(folder / f"{name}.csv", index=False)
        if note is not None:
            (folder / "candidates.json").write_text(json.dumps(note))
        return folder

    return to_folder
