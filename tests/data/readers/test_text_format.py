"""What the start of a text file shows about its format."""

import pytest

from recsys_core.data.readers.text_format import detect, guess_encoding, marked_encoding


@pytest.mark.parametrize(
    ("text", "delimiter", "header", "skip"),
    [
        ("user,item\n1,2\n", ",", True, 0),
        ("user\titem\n1\t2\n", "\t", True, 0),
        ("sep=;\na;b\n1;2\n", ";", True, 1),
        ("# made by x\n# y\nuser,item\n1,2\n", ",", True, 2),
        ("#user\titem\n1\t2\n", "\t", True, 0),
        ("user^item\n1^2\n", "^", True, 0),
        ("u0::i1::2\nu0::i2::3\n", "::", False, 0),
        ("2,51,3\n4,5,1\n", ",", False, 0),
        ("u1,i1\nu2,i1\n", ",", False, 0),  # a name does not come back
        ("u1,i1,2024-05-31\nu2,i2,2024-06-01\n", ",", False, 0),
        ("user;text\n1;a, b, c\n2;d, e, f\n", ";", True, 0),
        ("user_id\n1\n2\n", ",", True, 0),
    ],
)
def test_separator_names_and_comments(text, delimiter, header, skip):
    found = detect(text, complete=True)
    assert (found.delimiter, found.header, found.skip) == (delimiter, header, skip)


def test_decimal_commas_are_seen_where_commas_do_not_separate():
    assert detect("a;b\n1;2,5\n2;3,5\n", complete=True).decimal == ","
    assert detect("a;b\n1;2.5\n2;3.5\n", complete=True).decimal == "."
    assert detect("a,b\n1,2\n2,3\n", complete=True).decimal == "."


def test_a_cut_last_line_is_not_looked_at():
    assert detect("a;b\n1;2\n3", complete=False).delimiter == ";"


@pytest.mark.parametrize(
    ("text", "codec", "accepted"),
    [
        ("Café de Flore", "cp1252", {"cp1252"}),
        ("Über Käse", "latin-1", {"cp1252"}),
        ("Привет мир, фильм", "cp1251", {"cp1251"}),
        ("Zażółć gęślą jaźń", "cp1250", {"cp1250"}),
        ("活着是一部小说", "gbk", {"gb18030"}),
        ("こんにちは世界", "shift_jis", {"shift_jis"}),
    ],
)
def test_encodings_are_told_apart(text, codec, accepted):
    found = guess_encoding((text + "\n").encode(codec) * 3)
    assert found in accepted and text in ((text + "\n").encode(codec) * 3).decode(found)


def test_marks_name_the_encoding():
    assert marked_encoding("a,b\n".encode("utf-16")) == "utf-16"
    assert marked_encoding("user,item\n1,2\n".encode("utf-16-le")) == "utf-16-le"
    assert marked_encoding("a".encode("utf-8-sig")) == "utf-8-sig"
    assert marked_encoding(b"user,item\n1,2\n") is None
