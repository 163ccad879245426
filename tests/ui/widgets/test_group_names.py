from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.impact import GroupEffect
from recsys_core.stats.interval import Interval
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import accuracy_text, group_name, headline, percent_text, verdict


def group(by="activity", name="few ratings", low=-0.02, high=0.01, rest=0.0, apart=False):
    change = Interval((low + high) / 2, low, high)
    return GroupEffect(by, name, 40, change, change, change, Interval.certain(rest), apart)


@pytest.mark.parametrize(
    ("by", "name", "english", "chinese"),
    [
        ("activity", "few ratings", "activity: few ratings", "活跃度：评分少"),
        ("gender", "M", "gender: men", "性别：男"),
        ("age", "age over 27 to 39", "age: over 27, up to 39", "年龄：大于 27，不超过 39"),
        ("age", "age up to 27", "age: up to 27", "年龄：不超过 27"),
        ("height", "height over 1.8", "height: over 1.8", "height：大于 1.8"),
        ("occupation", "executive", "occupation: executive", "职业：管理者"),
        (
            "club",
            "club over there and away",
            "club: club over there and away",
            "club：club over there and away",
        ),
    ],
)
def test_names_of_groups(by, name, english, chinese):
    assert group_name(group(by, name), Words()) == english
    assert group_name(group(by, name), Words("zh")) == chinese


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"low": -0.03, "high": -0.01, "rest": -0.01, "apart": True}, "loses more than others"),
        ({"low": -0.03, "high": -0.01, "rest": 0.01, "apart": True}, "loses less than others"),
        ({"low": 0.01, "high": 0.03, "rest": 0.01, "apart": True}, "gains more than others"),
        ({"low": 0.01, "high": 0.03, "rest": -0.01, "apart": True}, "gains less than others"),
        ({"low": -0.03, "high": -0.01}, "loses, perhaps like others"),
        ({"low": 0.01, "high": 0.03}, "gains, perhaps like others"),
        ({}, "no clear difference"),
    ],
)
def test_what_is_said_of_a_group(values, said):
    assert verdict(group(**values), Words()) == said


def test_a_change_is_a_share_of_the_groups_own_accuracy():
    assert accuracy_text(group(low=-0.02, high=0.01), Words()) == "\u22120.5% (\u22122.0 to +1.0)"


def test_without_accuracy_before_there_are_two_levels_and_no_share():
    none, gain = Interval.certain(np.nan), Interval(0.02, 0.01, 0.03)
    row = GroupEffect("side", "a", 40, gain, none, gain, none, False)
    assert accuracy_text(row, Words()) == "from 0 to 0.02"
    assert percent_text(row.variety_share, Words()) == "–"


def worse(name):
    return group(name=name, low=-0.03, high=-0.01, rest=-0.01, apart=True)


def test_the_headline_names_the_groups_that_come_off_worse():
    worst = SimpleNamespace(share_losing=0.214, share_gaining=0.3)
    start = "21% of the people lose some accuracy, 30% gain some"
    assert headline(worst, [group()], Words()).startswith(f"{start}; no group")
    said = headline(worst, [group(), worse("few ratings")], Words())
    assert said == f"{start}. One group comes off clearly worse than the others: activity: few ratings."
    said = headline(worst, [worse(name) for name in "abcd"], Words())
    assert "4 groups" in said and said.endswith("activity: a, activity: b, activity: c, ….")
