"""A bundle holds what the page shows, is whole or not there, and shows every later change."""

import errno
import json
import shutil
import subprocess
import sys
import tracemalloc

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from recsys_core.errors import HandoffError
from recsys_core.handoff import deciding, saved
from recsys_core.handoff.bundle import export as exporting
from recsys_core.handoff.bundle import manifest
from recsys_core.handoff.bundle.export import export
from recsys_core.handoff.deciding import Chosen
from recsys_core.handoff.trial.plan import outcome_of
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits
from recsys_core.workbench.rules import RuleRequest


@pytest.fixture(scope="module")
def bundle(bench, record, tmp_path_factory):
    """A bundle with a plan, made once."""
    folder = tmp_path_factory.mktemp("bundle")
    store = Store.open(f"sqlite:///{folder / 'decisions.db'}")
    saved.save(store, "autumn", record, "Ada")
    store.approve("autumn", "Grace", version=1, reason="trial", second="Mary")
    outcome = outcome_of(rate=0.1, smallest_loss=0.02, people_a_day=10_000)
    return export(bench, saved.load(store, "autumn"), folder / "out", outcome=outcome)


def made(bench, tmp_path, chosen, limits=None, k=10, **more):
    """Decide and export; returns the folder."""
    store = Store.open(f"sqlite:///{tmp_path / 'decisions.db'}")
    limits = limits or Limits()
    record = deciding.record_of(bench, "sample", chosen, limits, k, **more)
    saved.save(store, "one", record, "Ada")
    return export(bench, saved.load(store, "one"), tmp_path / "out")


def test_the_lists_are_those_of_the_page_in_every_format(bench, record, bundle):
    setting = record.setting
    table = pq.read_table(bundle / "lists.parquet").to_pandas()
    cells = pd.read_csv(bundle / "lists.csv")
    lines = [json.loads(line) for line in (bundle / "lists.jsonl").read_text().splitlines()]
    assert len(lines) == len(bench.user_ids) == table["user_id"].nunique()
    pd.testing.assert_frame_equal(cells, table, check_dtype=False)
    for line in lines[::37]:
        for which, lambda_ in (("before", 0.0), ("after", setting.takes_over_at)):
            page = bench.ranking(line["user_id"], setting.method, lambda_=lambda_, k=setting.k)
            rows = table[(table["user_id"] == line["user_id"]) & (table["list"] == which)]
            assert rows["rank"].tolist() == page["rank"].tolist()
            assert rows["title"].tolist() == page["title"].tolist()
            assert rows["item_id"].tolist() == line[which]
            np.testing.assert_allclose(rows["relevance"], page["relevance"], atol=1e-12)


def test_it_checks_itself_outside_of_the_project(bundle):
    done = subprocess.run([sys.executable, "rerank.py"], cwd=bundle, capture_output=True, text=True)
    assert done.stdout == "200 of 200 golden cases pass\n"


def test_the_python_lines_of_its_readme_run(bundle):
    text = (bundle / "README.md").read_text()
    code = text.split("```python\n")[1].split("```")[0]
    done = subprocess.run([sys.executable, "-c", code], cwd=bundle, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout.replace("'", '"'))) == 10
    assert "Approved." in text and "simulated people" in text
    assert "\\\\" not in text and "serve --decision autumn\n" in text


def test_rerank_py_gives_the_exported_lists_from_the_exported_items(bench, record, bundle):
    sys.path.insert(0, str(bundle))
    try:
        rerank = __import__("rerank")
        items = pd.read_parquet(bundle / "items.parquet").set_index("item_id")
        candidates = bench.candidates()
        lists = [json.loads(line)["after"] for line in (bundle / "lists.jsonl").read_text().splitlines()]
        for user in range(0, len(bench.user_ids), 7):
            ids = bench.dataset.item_ids[candidates.items[user, : candidates.counts[user]]]
            scores = candidates.scores[user, : candidates.counts[user]]
            given = [list(items.loc[one, "categories"]) for one in ids]
            positions = rerank.rerank(scores, categories=given, **rerank.setting())
            assert [ids[at] for at in positions] == lists[user]
    finally:
        sys.path.remove(str(bundle))
        del sys.modules["rerank"]


def test_a_plan_comes_along(bundle):
    plan = json.loads((bundle / "ab_plan.json").read_text())
    record = json.loads((bundle / "decision.json").read_text())["record"]
    assert plan["arms"][1]["lambda"] == record["setting"]["lambda"]


def test_any_change_in_a_bundle_is_found(bundle, tmp_path):
    assert manifest.check_manifest(bundle)["decision"] == "autumn"
    for name in ("lists.csv", "decision.json", "rerank.py", "manifest.json"):
        copy = shutil.copytree(bundle, tmp_path / f"changed {name}")
        raw = bytearray((copy / name).read_bytes())
        raw[len(raw) // 2] ^= 1
        (copy / name).write_bytes(raw)
        with pytest.raises(HandoffError, match=name):
            manifest.check_manifest(copy)
    copy = shutil.copytree(bundle, tmp_path / "added")
    (copy / "notes.txt").write_text("x")
    with pytest.raises(HandoffError, match=r"notes\.txt"):
        manifest.check_manifest(copy)
    (copy / "manifest.json").unlink()
    with pytest.raises(HandoffError, match="no whole bundle"):
        manifest.check_manifest(copy)


@pytest.mark.parametrize("where", ["write_lists", "write_items", "readme"])
def test_a_full_disk_leaves_nothing(monkeypatch, bench, autumn, tmp_path, where):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exporting, where, full)
    folder = tmp_path / "here"
    with pytest.raises(HandoffError, match="is full: no bundle was written"):
        export(bench, autumn, folder / "out")
    assert list(folder.iterdir()) == []


def test_an_older_bundle_is_replaced_and_anything_else_is_not(bench, autumn, tmp_path):
    out = export(bench, autumn, tmp_path / "out")
    (out / "rerank.py").write_text("broken")
    assert manifest.check_manifest(export(bench, autumn, out))
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("one")
    with pytest.raises(HandoffError, match="holds something else"):
        export(bench, autumn, other)
    assert (other / "chapter.txt").read_text() == "one"


def test_other_data_are_refused(autumn, tmp_path, people_file):
    with pytest.raises(HandoffError, match="have changed since it was made"):
        export(Workbench.open(str(people_file())), autumn, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_other_lists_are_refused(bench, autumn, tmp_path, monkeypatch):
    hashes = {"before": autumn.record.fingerprints.before, "after": "0" * 64}
    monkeypatch.setattr(exporting, "write_lists", lambda *_: hashes)
    with pytest.raises(HandoffError, match="come out otherwise"):
        export(bench, autumn, tmp_path / "out")


def test_rules_are_kept_by_the_lists_and_the_readme_says_who_knows_them(bench, tmp_path):
    pinned = str(bench.dataset.item_ids[5])
    rules = RuleRequest(pins=((pinned, 2),))
    out = made(bench, tmp_path, Chosen("mmr", 0.1, 0.3), rules=rules)
    table = pd.read_parquet(out / "lists.parquet")
    after = table[(table["list"] == "after") & (table["rank"] == 2)]
    assert (after["item_id"].astype(str) == pinned).all()
    assert "`rerank.py` does not know them" in (out / "README.md").read_text()


def test_methods_by_taste_bring_tastes(bench, tmp_path):
    out = made(bench, tmp_path, Chosen("calibration", 0.1, 0.3))
    tastes = pd.read_parquet(out / "tastes.parquet")
    assert len(tastes) == len(bench.user_ids)
    code = (out / "README.md").read_text().split("```python\n")[1].split("```")[0]
    done = subprocess.run([sys.executable, "-c", code], cwd=out, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("ids", "kind", "first"),
    [
        (lambda user: user + 100, "int64", 100),
        (lambda user: f"=cmd|{user}", "object", "=cmd|0"),
    ],
)
def test_ids_keep_their_type_and_cells_are_no_formulas(people_file, tmp_path, ids, kind, first):
    bench = Workbench.open(str(people_file(ids=ids)))
    out = made(bench, tmp_path, Chosen("mmr", 0.3, 0.5), k=5)
    column = pd.read_parquet(out / "lists.parquet")["user_id"]
    assert (kind == "int64") == (column.dtype == np.int64) and column.iloc[0] == first
    assert json.loads((out / "lists.jsonl").read_text().splitlines()[0])["user_id"] == first
    cell = (out / "lists.csv").read_text().splitlines()[1].split(",")[0]
    assert cell == ("100" if kind == "int64" else "'=cmd|0")


def test_progress_rises_to_the_whole(bench, autumn, tmp_path):
    shares = []
    export(bench, autumn, tmp_path / "out", report=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_a_cancelled_export_leaves_the_older_bundle_and_nothing_else(bench, autumn, tmp_path):
    class Cancelled(BaseException):
        """As Streamlit ends a run."""

    def cancel(share):
        raise Cancelled

    out = tmp_path / "here" / "out"
    for leftovers in ([], ["out"]):
        with pytest.raises(Cancelled):
            export(bench, autumn, out, report=cancel)
        assert [path.name for path in out.parent.iterdir()] == leftovers
        export(bench, autumn, out)
    assert manifest.check_manifest(out)["decision"] == "autumn"


@pytest.mark.long
def test_memory_does_not_grow_with_people(people_file, tmp_path):
    peaks = []
    for number, n_users in enumerate((3000, 12_000)):
        bench = Workbench.open(str(people_file(n_users=n_users, n_items=80)))
        folder = tmp_path / str(number)
        folder.mkdir()
        store = Store.open(f"sqlite:///{folder / 'decisions.db'}")
        record = deciding.record_of(bench, "x", Chosen("mmr", 0.3, 0.5), Limits(0.9, None), 5)
        saved.save(store, "one", record, "Ada")
        found = saved.load(store, "one")
        tracemalloc.start()
        export(bench, found, folder / "out")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]
