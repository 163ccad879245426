from recsys_core.ui.compare.tables import areas, differences, here
from recsys_core.ui.text.words import Words
from tests.ui.compare.fronts import compared, front

GOOD, FAIR, POOR = (
    front([0.4, 0.2], [0.5, 0.8]), front([0.39, 0.2], [0.5, 0.8]), front([0.1, 0.05], [0.4, 0.6])
)  # fmt: skip


def test_differences_name_the_better_one_first_and_never_fall_below_nothing():
    table = differences(compared(poor_one=POOR, good=GOOD, fair=FAIR), Words())
    assert list(table.columns) == ["Verdict", "Difference"]
    assert list(table["Verdict"]) == [
        "good is better than fair",
        "good is better than poor\\_one",  # a table reads markdown
        "fair is better than poor\\_one",
    ]
    assert all(said.startswith("+") for said in table["Difference"])


def test_a_small_sure_difference_does_not_read_as_nothing():
    near = front([0.4, 0.2], [0.5, 0.801])
    assert differences(compared(one=GOOD, two=near), Words())["Difference"][0] == "+0.02 (+0.02 to +0.02)"


def test_areas_keep_the_order_given_and_judge_against_the_largest():
    table = areas(compared(poor_one=POOR, good=GOOD), Words())
    assert list(table["Method"]) == ["poor\\_one", "good"]
    assert list(table["Verdict"]) == ["Smaller than good", "Largest of those selected"]
    assert table["Score"][1] == "26.0 (23.5 to 28.5)"


def test_one_front_has_nothing_to_be_judged_against():
    assert list(areas(compared(good=GOOD), Words())["Verdict"]) == ["Nothing to compare it with"]


def test_figures_at_the_setting_have_three_digits():
    table = here(compared(good=GOOD, poor=POOR), Words())
    assert table.to_numpy().tolist() == [["good", "0.400", "0.500"], ["poor", "0.100", "0.400"]]
