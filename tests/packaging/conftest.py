"""A wheel of the checkout, installed into an environment of its own, without a network."""

import hashlib
import os
import shutil
import site
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from recsys_core import config

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installed:
    """The installed copy; ``run`` starts its Python in a folder outside the checkout."""

    python: Path
    package: Path
    elsewhere: Path
    environment: dict[str, str]

    def run(self, *arguments):
        done = subprocess.run(
            [str(self.python), *arguments], cwd=self.elsewhere, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel that `pip install .` would build."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def install(wheel, tmp_path_factory):
    """Install the wheel into a fresh environment; its dependencies are those of the tests' own."""

    def make():
        root = tmp_path_factory.mktemp("installed")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root / "env")], check=True)
        python = root / "env" / "bin" / "python"
        packages = Path(subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
            capture_output=True, text=True, check=True,
        ).stdout.strip())  # fmt: skip
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        subprocess.run([*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True)
        (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        kept |= {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS")}
        environment = kept | {"HOME": str(root / "home")}
        (root / "elsewhere").mkdir()
        return Installed(python, packages / "recsys_core", root / "elsewhere", environment)

    return make


@pytest.fixture(scope="session")
def installed(install):
    """An installed copy that finds the checkout's compiled kernels."""
    copy = install()
    _lend_kernels(copy)
    return copy


def _lend_kernels(copy):
    """Copy the checkout's compiled kernels to where the installed copy looks for its own.

    Compiling takes a minute. Numba stores kernels under a hash of the source's folder and checks the source's
    size and modification time. If a later numba stores them differently, the copy compiles: slower, no less
    correct.
    """
    ours, theirs = ROOT / "recsys_core", copy.package
    for source in ours.rglob("*.py"):
        stat = source.stat()
        os.utime(theirs / source.relative_to(ours), ns=(stat.st_atime_ns, stat.st_mtime_ns))
    cache = Path(copy.environment["HOME"]) / ".cache" / "equipoise"
    for folder in config.cache_root().glob("numba-*"):
        if folder.name.endswith("-checked"):
            continue
        for source in {path.parent for path in ours.rglob("*.py")}:
            kernels = folder / _numba_name(source)
            if kernels.is_dir():
                target = cache / folder.name / _numba_name(theirs / source.relative_to(ours))
                shutil.copytree(kernels, target)


def _numba_name(folder):
    return f"{folder.name}_{hashlib.sha1(str(folder).encode(), usedforsecurity=False).hexdigest()}"
