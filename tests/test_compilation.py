import numba

from recsys_core import compilation
from recsys_core.metrics import hits
from recsys_core.tradeoff import counting


def test_kernels_are_kept_in_a_folder_named_after_their_sources():
    for kernel, package in ((hits._mark, "metrics"), (counting.move, "tradeoff")):
        folder = compilation.cache_folder(package)
        assert folder.name == f"numba-{package}-{compilation.sources_fingerprint(package)}"
        assert str(folder) in kernel._cache.cache_path


def test_an_edited_kernel_gets_a_new_folder(tmp_path, monkeypatch):
    (tmp_path / "metrics").mkdir()
    kernel, other = tmp_path / "metrics" / "one.py", tmp_path / "metrics" / "two.py"
    kernel.write_text("@compiled\ndef one(): return 1\n")
    monkeypatch.setattr(compilation, "_PACKAGE", tmp_path)
    before = {package: compilation.sources_fingerprint(package) for package in ("metrics", "tradeoff")}
    other.write_text("def plain(): return 2\n")
    assert compilation.sources_fingerprint("metrics") == before["metrics"]  # holds no kernel
    kernel.write_text("@compiled\ndef one(): return 3\n")
    for package in before:  # trade-off kernels call those of metrics
        assert compilation.sources_fingerprint(package) != before[package]


def test_other_libraries_keep_their_own_cache():
    before = numba.config.CACHE_DIR
    compilation.compiled(lambda: 1)
    assert numba.config.CACHE_DIR == before
