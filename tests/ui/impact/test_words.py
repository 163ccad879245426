import pytest

from recsys_core.decisions.impact import GroupEffect
from recsys_core.stats.interval import Interval
from recsys_core.ui.impact.figures import two_lines
from recsys_core.ui.impact.groups import by_chance, table
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import accuracy_text, group_name


def group(by="activity", name="few ratings", low=-0.02, high=0.01, rest=0.0, apart=False):
    change = Interval((low + high) / 2, low, high)
    share = change.scaled(5)  # of an accuracy of 0.2 before
    return GroupEffect(by, name, 40, change, share, change, Interval(rest, rest, rest), apart)


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
    ("values", "kind"),
    [
        ({"low": -0.03, "high": -0.01, "rest": -0.01, "apart": True}, "more"),
        ({"low": -0.03, "high": -0.01, "rest": 0.01, "apart": True}, "less"),
        ({"low": -0.03, "high": -0.01}, "loses"),
        ({"low": 0.01, "high": 0.03}, "gains"),
        ({}, "unclear"),
    ],
)
def test_what_is_said_of_a_group(values, kind):
    assert table([group(**values)], Words()).loc[0, "Verdict"] == Words()(f"impact.verdict_{kind}")


def test_chance_is_spoken_of_only_where_a_group_looks_hurt_alone():
    rows = [group(), group(low=-0.03, high=-0.01), group(low=-0.03, high=-0.01, rest=-0.02, apart=True)]
    said = by_chance(rows, -0.026, Words())
    assert "1 of the 3 groups tested lose for certain" in said and "\u22122.6%" in said
    assert by_chance(rows[:1], -0.026, Words()) == ""


def test_a_change_is_a_share_of_the_groups_own_accuracy():
    assert accuracy_text(group(low=-0.02, high=0.01), Words()) == "\u22122.5% (\u221210.0 to +5.0)"


def test_names_beside_the_bars_are_short_and_safe():
    assert two_lines("most popular tenth") == "most popular<br>tenth"
    assert two_lines("<b>") == "&lt;b&gt;"
    assert two_lines("one name that goes on and on and on").count("<br>") == 1


def test_the_table_says_what_variety_is_counted_in():
    assert "Variety, from 0 to 1" in table([group()], Words()).columns
