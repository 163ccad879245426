"""A clone of MMR, registered through the registry alone, is MMR everywhere under another name."""

import sys

import pytest

from tests.project_copy import add_import, append_entry, copy_project, create, run_in

CHECK = """
import numpy as np
from streamlit.testing.v1 import AppTest

from recsys_core import Workbench, rerank
from recsys_core.rerank import REGISTRY

bench = Workbench.open("sample")
inputs, lambdas = bench.rerank_inputs(), np.linspace(0, 1, 21)
ours, twin = (rerank.rerank(inputs, REGISTRY[name], 10, lambdas) for name in ("mmr", "twin"))
assert np.array_equal(ours, twin), "the engine"
ours, twin = (bench.trade_off(name) for name in ("mmr", "twin"))
assert np.array_equal(ours.paths.items, twin.paths.items), "the exact path"
assert np.array_equal(ours.paths.breakpoints, twin.paths.breakpoints), "the exact path"
assert ours.curve.frame().equals(twin.curve.frame()), "the curves"
person = str(bench.user_ids[0])
ours, twin = (bench.people.ledger(bench.people.user(person, name), name, 0.4) for name in ("mmr", "twin"))
assert ours.picks == twin.picks, "the explanations"


def page(name, **params):
    test = AppTest.from_file(f"pages/{name}.py", default_timeout=600)
    test.query_params.update({"data": "sample", "plain": "true", **params})
    test.run()
    assert not test.exception
    return test


tune = page("tune", reranker="twin")
assert tune.selectbox(key="plain_reranker").value == "twin"
assert "Twin of MMR" in tune.selectbox(key="plain_reranker").options
compare = page("compare", methods="mmr,twin", reranker="twin")
assert any("Twin of MMR" in html.proto.body for html in compare.get("html")), "Compare"
people = page("people", reranker="twin", variety="60", user=person)
assert any("Why it" in text.value for text in people.markdown), "the explanations on People"
"""


@pytest.mark.long
def test_a_clone_of_mmr_is_mmr_everywhere(tmp_path):
    copy = copy_project(tmp_path)
    code = (copy / "recsys_core/rerank/mmr.py").read_text(encoding="utf-8")
    code = code.replace("MMR = Reranker(", "TWIN = Reranker(").replace('name="mmr"', 'name="twin"')
    before, _, after = code.partition("title=")
    create(copy, f'{before}title="Twin of MMR",{after[after.index(chr(10)) :]}', "recsys_core/rerank/twin.py")
    add_import(copy, "from recsys_core.rerank.twin import TWIN\n", "recsys_core/rerank/registry.py")
    append_entry(copy, "    TWIN,\n", "_ALL", "recsys_core/rerank/registry.py")
    run_in(copy, [sys.executable, "-c", CHECK])
