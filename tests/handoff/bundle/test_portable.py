"""rerank.py, the file that leaves with a bundle, gives the lists of the engine with numpy alone."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

from recsys_core.handoff.bundle.portable import rerank as portable
from recsys_core.rerank import REGISTRY
from recsys_core.workbench import reference_cases as reference

SOURCE = Path(portable.__file__)


@pytest.fixture(scope="module")
def cases(bench):
    return reference.reference_cases(bench, "msd", 0.1, 10)


def test_it_knows_every_method_but_chance():
    assert set(portable.METHODS) == set(REGISTRY) - {"random"}


def test_it_passes_two_hundred_cases_of_every_kind(cases):
    assert len(cases) == 200
    wrong = [case["name"] for case in cases if portable.rerank(**case["input"]) != case["expected"]]
    assert wrong == []
    inputs = [case["input"] for case in cases]
    assert {one["method"] for one in inputs} == set(portable.METHODS)
    assert any(len(one["scores"]) < one["k"] for one in inputs)
    assert any(len(set(one["scores"])) < len(one["scores"]) for one in inputs)
    assert any(len(set(one["scores"])) == 1 < len(one["scores"]) for one in inputs)
    assert any(len(one["scores"]) == 1 for one in inputs)
    assert {0.0, 1.0} < {one["lambda_"] for one in inputs}
    assert any(not row for one in inputs for row in one["categories"])
    assert any("vectors" in one and [0.0] * 4 in one["vectors"] for one in inputs)


def test_a_flipped_lambda_is_found(cases):
    people = [case for case in cases if case["name"].startswith("person")]
    flipped = [case["input"] | {"lambda_": 1 - case["input"]["lambda_"]} for case in people]
    same = [portable.rerank(**one) == case["expected"] for one, case in zip(flipped, people, strict=True)]
    assert sum(same) < len(people) / 10


@pytest.mark.parametrize("method", portable.METHODS)
def test_people_of_the_data_get_the_lists_of_the_engine(bench, method):
    people = reference._people(bench, bench.rerankers[method], 0.3, 10)
    assert len(people) == reference.REAL
    wrong = [case["name"] for case in people if portable.rerank(**case["input"]) != case["expected"]]
    assert wrong == []


def test_scores_may_come_in_any_order_and_on_any_scale():
    scores, categories = np.array([0.3, 1.0, 0.9]), [["b"], ["a"], ["a"]]
    for scale in (1.0, 1e-3, 250.0):
        found = portable.rerank(scores * scale - 7, 2, "msd", 0.5, categories=categories)
        assert found == [1, 0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scores": [1.0, float("nan")]}, "finite"),
        ({"method": "best"}, "method must be one of"),
        ({"lambda_": 1.5}, "lambda_"),
        ({"k": 0}, "k must"),
        ({"categories": [["a"]]}, "categories must be given for each of the 2"),
        ({"similarity": "cosine"}, "vectors must be given"),
        ({"method": "xquad", "profile": {"a": -1}}, "at least 0"),
        ({"method": "xquad"}, "needs a profile"),
    ],
)
def test_what_does_not_fit_is_named(change, said):
    given = {"scores": [1.0, 0.5], "k": 2, "method": "mmr", "lambda_": 0.5, "categories": [["a"], ["b"]]}
    with pytest.raises(ValueError, match=said):
        portable.rerank(**(given | change))


def test_nobody_is_an_empty_list():
    assert portable.rerank([], 5, "mmr", 0.5, categories=[]) == []


@pytest.mark.long
def test_it_runs_in_an_environment_with_numpy_alone(tmp_path, cases):
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    version = f"numpy=={np.__version__}"
    subprocess.run([python, "-m", "pip", "install", "--quiet", version], check=True)
    (tmp_path / "rerank.py").write_text(SOURCE.read_text())
    (tmp_path / "golden.json").write_text(json.dumps({"cases": cases}))
    found = subprocess.run([python, tmp_path / "rerank.py"], capture_output=True, text=True, cwd=tmp_path)
    assert (found.returncode, found.stdout) == (0, "200 of 200 golden cases pass\n"), found.stderr
    cases[0]["expected"] = cases[0]["expected"][::-1]
    (tmp_path / "golden.json").write_text(json.dumps({"cases": cases}))
    found = subprocess.run([python, tmp_path / "rerank.py"], capture_output=True, text=True, cwd=tmp_path)
    assert found.returncode == 1 and "failed: person 1" in found.stderr
    assert sys.executable != str(python)
