import os
import time
from pathlib import Path

import numba
import pytest

from recsys_core.evaluation import catalogue
from recsys_core.metrics import hits
from recsys_core.runtime import compilation


def test_kernels_are_kept_in_a_folder_named_after_their_sources():
    for kernel, package in ((hits._mark, "metrics"), (catalogue.move_count, "evaluation")):
        folder = compilation.cache_folder(package)
        assert folder.name == f"numba-{package}-{compilation.sources_fingerprint(package)}"
        assert str(folder) in kernel._cache.cache_path


@pytest.mark.parametrize("decorator", ["compiled", "borrowing", "inlined"])
def test_an_edited_kernel_gets_a_new_folder(tmp_path, monkeypatch, decorator):
    (tmp_path / "metrics").mkdir()
    kernel, other = tmp_path / "metrics" / "one.py", tmp_path / "metrics" / "two.py"
    kernel.write_text(f"@{decorator}\ndef one(): return 1\n")
    monkeypatch.setattr(compilation, "_PACKAGE", tmp_path)
    before = {package: compilation.sources_fingerprint(package) for package in ("metrics", "evaluation")}
    other.write_text("def plain(): return 2\n")
    assert compilation.sources_fingerprint("metrics") == before["metrics"]  # holds no kernel
    kernel.write_text(f"@{decorator}\ndef one(): return 3\n")
    for package in before:  # trade-off kernels call those of metrics
        assert compilation.sources_fingerprint(package) != before[package]


def test_another_order_of_the_rerankers_gets_a_new_folder(tmp_path, monkeypatch):
    (tmp_path / "rerank").mkdir()
    registry = tmp_path / "rerank" / "registry.py"
    registry.write_text("_ALL = (MMR, MSD)\n")
    monkeypatch.setattr(compilation, "_PACKAGE", tmp_path)
    before = {package: compilation.sources_fingerprint(package) for package in ("rerank", "evaluation")}
    registry.write_text("_ALL = (MSD, MMR)\n")
    for package in before:  # the kernels branch on the position in the registry
        assert compilation.sources_fingerprint(package) != before[package]


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """A project of its own, and no folder remembered from before or kept after."""
    (tmp_path / "code" / "metrics").mkdir(parents=True)
    monkeypatch.setattr(compilation, "_PACKAGE", tmp_path / "code")
    monkeypatch.setattr(compilation, "cache_root", lambda: tmp_path / ".cache")
    compilation.cache_folder.cache_clear()
    yield tmp_path
    compilation.cache_folder.cache_clear()


def test_without_a_home_folder_kernels_still_compile(fresh, monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert compilation.cache_folder("metrics").parent == fresh / ".cache"  # not asked for where not needed
    compilation.cache_folder.cache_clear()
    (fresh / "blocked").write_text("")
    monkeypatch.setattr(compilation, "cache_root", lambda: fresh / "blocked" / ".cache")
    folder = compilation.cache_folder("metrics")
    assert folder.is_dir() and folder.name.startswith("equipoise-")
    folder.rmdir()


def test_old_kernels_go_but_the_newest_and_todays_stay(fresh):
    ages = {"a": 2, "b": 3, "c": 4, "d": 5, "today": 0.5}
    for name, days in ages.items():
        folder = fresh / ".cache" / f"numba-metrics-{name}"
        folder.mkdir(parents=True)
        (folder / "one.nbi").write_text("")
        os.utime(folder, (time.time() - days * 86400,) * 2)
    other = fresh / ".cache" / "numba-rerank-a"
    other.mkdir()
    os.utime(other, (0, 0))
    now = compilation.cache_folder("metrics")
    left = {path.name for path in (fresh / ".cache").iterdir()}
    assert left == {now.name, "numba-metrics-today", "numba-metrics-a", "numba-rerank-a"}


def test_many_folders_of_today_all_stay(fresh):
    for name in "abcdef":
        (fresh / ".cache" / f"numba-metrics-{name}").mkdir(parents=True)
    compilation.cache_folder("metrics")
    assert len(list((fresh / ".cache").iterdir())) == 7


def test_other_libraries_keep_their_own_cache():
    before = numba.config.CACHE_DIR
    compilation.compiled(lambda: 1)
    assert numba.config.CACHE_DIR == before
