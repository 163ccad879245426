from recsys_core.ui.tune.memo import _table


def test_titles_of_others_cannot_become_markup():
    assert "<script>" not in _table([("<script>alert(1)</script>", "a & b")])
    assert "a &amp; b" in _table([("x", "a & b")])
