import pytest

from recsys_core.ui.sentences import percent, signed


@pytest.mark.parametrize(
    ("value", "text"), [(1.84, "+1.8"), (-1.84, "\u22121.8"), (0.0, "0.0"), (-0.04, "0.0"), (0.04, "0.0")]
)
def test_signs(value, text):
    assert signed(value, 1) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.018, "1.8%"), (-0.121, "12%"), (0.0995, "10%"), (1.1, "110%")]
)
def test_percent_has_a_decimal_below_ten(share, text):
    assert percent(share) == text
