from recsys_core.store import Student, StudentAnswer
from recsys_core.ui.learn.results import COLUMNS, results
from recsys_core.ui.widgets.safe_csv import safe_csv


def test_every_answer_is_a_row_and_silence_is_one_too():
    answers = {"setting": StudentAnswer("some", True, 1), "pick_task": StudentAnswer("3", False, 2)}
    table = results([Student(1, "=HYPERLINK(1)", answers), Student(2, "", {})])
    assert tuple(table.columns) == COLUMNS
    assert table["question"].tolist() == ["pick_task", "setting", ""]
    assert table["right"].tolist() == ["no", "yes", ""] and table["tries"].tolist() == [2, 1, 0]
    assert "'=HYPERLINK(1)" in safe_csv(table).decode("utf-8-sig")


def test_a_class_of_nobody_has_the_columns_alone():
    assert list(results([]).columns) == list(COLUMNS)
