import pandas as pd

from recsys_core.ui.data.health import safe_csv


def test_a_download_contains_no_formula():
    table = pd.DataFrame(
        {"=1+1": ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "plain"], "n": [-1, 2, 3, 4, 5, 6]}
    )
    lines = safe_csv(table).decode("utf-8-sig").splitlines()
    assert lines[0] == "'=1+1,n"
    assert [line.split(",")[0] for line in lines[1:]] == [
        "'=HYPERLINK(1)", "'+1", "'-1", "'@x", "'\tx", "plain",
    ]  # fmt: skip
    assert lines[1].endswith(",-1")
