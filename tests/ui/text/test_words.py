import math
from datetime import date

import pytest

from recsys_core.messages import message
from recsys_core.ui.text import catalogues
from recsys_core.ui.text.words import Words


def test_placeholders_are_filled_and_an_unknown_key_is_an_error():
    assert Words()("person.title", user="405") == "Person 405"
    with pytest.raises(KeyError):
        Words()("no.such.key")


@pytest.mark.parametrize(("n", "text"), [(0, "0 ratings"), (1, "1 rating"), (2, "2 ratings")])
def test_n_chooses_the_plural_form(n, text):
    assert Words()("person.about_plain", n=n) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "1 point"), (1.0, "1 point"), (2, "2 points"), (0.5, "0.5 points"), (1.5, "1.5 points")],
)
def test_a_fraction_takes_the_form_of_several(n, text):
    assert Words()("limits.points", n=n, value=Words().short(n)) == text


def test_what_rounds_to_nothing_has_no_sign():
    assert Words().plain(-0.04, 1) == Words().plain(-0.0, 1) == "0.0"
    assert Words().plain(-0.06, 1) == "\u22120.1"


@pytest.mark.parametrize(
    ("value", "text"), [(1.84, "+1.8"), (-1.84, "\u22121.8"), (0.0, "0.0"), (-0.04, "0.0"), (0.04, "0.0")]
)
def test_signs(value, text):
    assert Words().signed(value, 1) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.25, 1, "1.3"),
        (-1.25, 1, "\u22121.3"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (0.35, 1, "0.3"),
        (1e22, 0, "1" + 22 * "0"),
        (-0.04, 1, "0.0"),
        (-0.0, 2, "0.00"),
        (-0.4, 0, "0"),
    ],
)
def test_a_number_exactly_between_two_goes_away_from_0_as_in_the_browser(value, digits, text):
    assert Words().plain(value, digits) == text
    assert Words().signed(value, digits).removeprefix("+") == text


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (10.0, "10"), (0.25, "0.25"), (7.000000000000001, "7"), (0.00004, "0")]
)
def test_a_limit_has_the_decimals_that_it_has(value, text):
    assert Words().short(value) == text


@pytest.mark.parametrize(("share", "text"), [(0.125, "12.5"), (0.3, "30"), (1.0, "100")])
def test_positions(share, text):
    assert Words().position(share) == text


def test_another_language_writes_numbers_and_dates_its_own_way():
    german = Words("de")  # has no texts here: those are shown in English
    assert german("person.title", user="405") == "Person 405"
    assert german.plain(-1234.5, 2) == "\u22121234,50"
    assert german.short(0.5) == "0,5"
    assert german.position(0.125) == "12,5"
    assert german.count(100_000) == "100.000"
    assert german.date(date(2026, 11, 27)) == "27.11.2026"
    assert "nan" in Words().plain(math.nan, 1)


def test_a_sentence_of_the_engine_is_translated_from_key_and_values(tmp_path, add_language):
    sentence = message("test.rows", "{n} row of {file}", plural="{n} rows of {file}", n=2, file="a.csv")
    add_language(
        "fr",
        """
msgid "test.rows"
msgid_plural "test.rows"
msgstr[0] "{n} ligne de {file}"
msgstr[1] "{n} lignes de {file}"
""",
    )
    assert Words("fr").message(sentence) == "2 lignes de a.csv"
    assert Words("en").message(sentence) == "2 rows of a.csv"
    one = message("test.rows", "{n} row of {file}", plural="{n} rows of {file}", n=1, file="a.csv")
    assert Words("fr").message(one) == "1 ligne de a.csv"


def test_a_language_is_a_folder(add_language):
    add_language("fr", 'msgid "person.title"\nmsgstr "Personne {user}"\n')
    assert catalogues.languages() == ("en", "fr", "zh")
    assert Words("fr")("person.title", user="405") == "Personne 405"
    assert Words("fr")("nav.tune") == Words("en")("nav.tune")


def test_a_file_without_a_plural_rule_does_not_change_that_of_the_language(add_language, tmp_path):
    add_language(
        "fr",
        'msgid "person.about_plain"\nmsgid_plural "person.about_plain"\nmsgstr[0] "{n} note"\n'
        'msgstr[1] "{n} notes"\n',
    )
    later = tmp_path / "locales" / "fr" / "LC_MESSAGES" / "later.po"
    later.write_text('msgid "nav.tune"\nmsgstr "R\u00e9glage"\n\n#, fuzzy\nmsgid "nav.data"\nmsgstr "?"\n')
    catalogues.texts.cache_clear()
    assert Words("fr")("person.about_plain", n=2) == "2 notes"
    assert Words("fr")("nav.tune") == "R\u00e9glage"
    assert Words("fr")("nav.data") == "Data"
