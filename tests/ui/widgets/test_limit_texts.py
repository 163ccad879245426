"""Limits are told exactly, with whom they leave out and where they end what is certified."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.decisions.certificate import certify
from recsys_core.decisions.protection import LeftOut
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import limit_texts
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Interval, Limits, PositionFigures

ENGLISH = Words()


def test_limits_are_told_with_the_space_of_variety():
    assert limit_texts.limit_rows(Limits(), "categories", ENGLISH) == [
        ["Max. accuracy loss", "at most 2%"],
        ["Catalogue shown", "at most 2 points down"],
        ["What should rise", "variety by category"],
    ]


def test_one_point_is_one_point():
    rows = dict(limit_texts.limit_rows(Limits(coverage_fall=0.01), "categories", ENGLISH))
    assert rows["Catalogue shown"] == "at most 1 point down"


def test_every_limit_that_is_set_has_a_row_and_no_other():
    limits = Limits(0.0025, None, 0.125, "taste_breadth", 0.04, "coverage")
    rows = limit_texts.limit_rows(limits, "text", ENGLISH)
    assert rows == [
        ["Max. accuracy loss", "at most 0.25%"],
        ["Any group by taste breadth", "at most 4%"],
        ["People noticeably worse off", "at most 12.5%"],
        ["What should rise", "the catalogue shown"],
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_objective_has_a_name_of_its_own(lang):
    offered = Workbench.open("sample").advice.objectives()
    names = [limit_texts.objective_text(name, "categories", Words(lang)) for name in offered]
    assert len(set(names)) == len(names) == 4
    assert not set(names) & set(offered)


@given(st.integers(1, 9999).map(lambda n: n / 1e4))
@settings(max_examples=60)
def test_a_limit_is_told_exactly(share):
    (row, *_) = limit_texts.limit_rows(Limits(share), "text", ENGLISH)
    assert float(row[1].removeprefix("at most ").removesuffix("%")) == pytest.approx(share * 100, abs=1e-9)


def test_groups_that_end_the_stretch_and_people_left_out_are_named(make_certificate):
    certificate, limits = make_certificate
    told = limit_texts.ends_text(certificate, limits, ENGLISH)
    assert told == "What ends it there: accuracy, activity: many ratings."
    assert limit_texts.left_out_text(certificate, limits, ENGLISH) == (
        "Not protected by the limit on groups: “activity: few ratings” (9 measured, too few), "
        "“activity: some ratings” (12 measured, no accuracy to lose), people in no group (3 measured)."
    )
    everybody = replace(certificate, figures=replace(certificate.figures, left_out=()))
    assert limit_texts.left_out_text(everybody, limits, ENGLISH) == ""


@pytest.fixture
def make_certificate():
    """Accuracy and one group fail at the second position; two groups and three people are left out."""
    still = Interval.certain(np.zeros(2))
    falls = Interval.certain(np.array([0.0, -0.5]))
    left_out = (
        LeftOut("few ratings", 9, True), LeftOut("some ratings", 12, False), LeftOut("", 3, True),
    )  # fmt: skip
    figures = PositionFigures(
        np.array([0.0, 0.1]), {"ild": np.array([0.5, 0.6])}, falls, still, still, 0.95, 100,
        groups={"many ratings": falls}, left_out=left_out,
    )  # fmt: skip
    limits = Limits(group_by="activity", group_loss=0.04)
    return certify(figures, limits), limits
