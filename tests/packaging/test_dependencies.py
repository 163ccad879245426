"""pyproject.toml says what works, the requirements files say what is tested: the two must agree."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]


def declared(lines):
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): one for one in requirements if one.name != PROJECT["name"]}


def pinned(file):
    lines = (line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines())
    return {canonicalize_name(one.name): one for one in map(Requirement, filter(None, lines))}


PAIRS = {
    "requirements.txt": [
        *PROJECT["dependencies"],
        *(one for extra in ("interface", "service", "training") for one in EXTRAS[extra]),
    ],
    "tests/requirements.txt": EXTRAS["development"],
}


@pytest.mark.parametrize("file", PAIRS)
def test_every_dependency_is_pinned_and_every_pin_declared(file):
    assert set(declared(PAIRS[file])) == set(pinned(file))


@pytest.mark.parametrize("file", PAIRS)
def test_pins_lie_in_the_declared_ranges(file):
    for name, requirement in declared(PAIRS[file]).items():
        pin = pinned(file)[name]
        (exact,) = pin.specifier
        assert exact.operator == "==" and "*" not in exact.version, f"{file}: {pin} is not one version"
        assert requirement.specifier.contains(exact.version), f"{pin} is outside {requirement}"
        assert str(requirement.marker) == str(pin.marker), f"{name}: the markers differ"


def test_torch_is_one_version_wherever_it_can_be_resolved():
    """An open range would let pip replace a CPU build by a later release with CUDA."""
    assert str(declared(EXTRAS["training"])["torch"].specifier) == "==2.13.0"
    assert EXTRAS["development"][0] == "equipoise[interface,service,training]"  # brings the pin along


def test_the_library_alone_needs_neither_torch_nor_streamlit():
    heavy = {"torch", "transformers", "peft", "sentence-transformers", "streamlit", "plotly"}
    assert not heavy & set(declared(PROJECT["dependencies"]))


def test_every_pin_has_its_reason_in_the_changelog():
    named = set(re.findall(r"[a-z0-9-]+", (ROOT / "CHANGELOG.md").read_text().lower()))
    assert not set(pinned("requirements.txt")) - named


def test_the_build_system_is_pinned_for_the_tests():
    (backend,) = declared(PYPROJECT["build-system"]["requires"]).values()
    (exact,) = pinned("tests/requirements.txt")[backend.name].specifier
    assert backend.specifier.contains(exact.version)
