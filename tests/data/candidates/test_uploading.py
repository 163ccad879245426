"""Uploaded files of candidates become a draft and then a data set."""

import numpy as np
import pytest

from recsys_core.data import load, uploads
from recsys_core.data.candidates.uploading import UploadedFile, create_draft, guess_role
from recsys_core.errors import DataError


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    return tmp_path


def files(shop, **roles):
    return [
        UploadedFile(f"{name}.csv", shop[name].to_csv(index=False).encode(), role)
        for name, role in roles.items()
    ]


def draft(given, **more):
    return create_draft(given, "", **({"larger_is_better": None, "origin": "random", "columns": {}} | more))


def test_what_a_file_holds_is_read_from_its_name():
    names = ["export_2024.csv", "products.csv", "orders.parquet", "vectors.npy", "other.csv"]
    taken = []
    for name in names:
        taken.append(guess_role(name, taken))
    assert taken == ["candidates", "items", "outcomes", "vectors", "unused"]


def test_a_draft_is_kept_and_found_again(shop, root):
    made = draft(files(shop, candidates="candidates", items="items", outcomes="outcomes"))
    assert made.dataset.origin == "random" and made.dataset.outcomes is not None
    name = uploads.keep(made)
    assert load(name).content == made.dataset.content
    assert not list(root.glob(".upload-*"))


def test_what_the_visitor_says_comes_before_any_guess(shop):
    table = shop["candidates"].assign(other=lambda rows: -rows["score"])
    given = [UploadedFile("mine.csv", table.to_csv(index=False).encode(), "candidates")]
    usual, other = draft(given), draft(given, columns={"score": "other"})
    turned = draft(given, columns={"score": "other"}, larger_is_better=False)
    first = [one.dataset.systems["your_system"].items for one in (usual, other, turned)]
    assert np.array_equal(first[0], first[2]) and np.array_equal(first[0], first[1][:, ::-1])


def test_several_files_of_candidates_are_systems(shop):
    content = shop["candidates"].to_csv(index=False).encode()
    given = [UploadedFile(f"candidates_{name}.csv", content, "candidates") for name in ("day", "night")]
    assert list(draft(given).dataset.systems) == ["day", "night"]


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        ({"items": "items"}, "None of these files holds candidates"),
        ({"candidates": "candidates", "items": "items", "outcomes": "items"}, "Two files are to be items"),
    ],
)
def test_what_does_not_go_together_is_refused(shop, root, roles, says):
    with pytest.raises(DataError, match=says):
        draft(files(shop, **roles))
    assert not list(root.iterdir())


def test_a_file_too_large_is_refused(shop, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(DataError, match="can be uploaded"):
        draft(files(shop, candidates="candidates"))


def test_files_are_called_as_the_visitor_called_them(shop):
    given = files(shop, candidates="candidates", items="items")
    export = given[0].content.decode().splitlines()
    first = export[1].split(",")
    bad = ",".join([first[0], "", *first[2:]])
    content = "\n".join([export[0], bad, *export[1:]]) + "\n"
    made = draft([UploadedFile("night run.csv", content.encode(), "candidates"), given[1]])
    said = " ".join(made.dataset.notes)
    assert "night run.csv" in said and "candidates.csv" not in said
    assert [file.name for file in made.dataset.files] == ["night run.csv", "items.csv"]
    named = UploadedFile("night run.csv", b"who,what,how_much\nu1,i1,x\n", "candidates")
    with pytest.raises(DataError, match="night run.csv"):
        draft([named])
