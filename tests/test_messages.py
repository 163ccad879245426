import pytest

from recsys_core.messages import message


def test_english_is_filled_in():
    assert str(message("a", "{count:,} rows of {file}", count=1200, file="x.csv")) == "1,200 rows of x.csv"


@pytest.mark.parametrize(("n", "text"), [(0, "0 rows were"), (1, "1 row was"), (2, "2 rows were")])
def test_the_count_chooses_the_plural(n, text):
    assert str(message("a", "{n} row was", plural="{n} rows were", n=n)) == text


def test_a_plural_without_a_count_is_refused():
    with pytest.raises(ValueError, match="needs a count"):
        message("a", "one", plural="many")
