import json
from enum import Enum, StrEnum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.store.canonical import MAX_DEPTH, canonical, canonical_json, canonical_mapping, parse, sha256

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_wasted():
    assert canonical_json({"b": [1, 2.5], "a": None, "c": True}) == '{"a":null,"b":[1,2.5],"c":true}'


def test_the_hash_is_sha256_of_the_text():
    # echo -n '{"k":10}' | sha256sum
    assert sha256({"k": 10}) == "adba8895650a35898e853e94bda5c482c0c64868801061225b4e85d76ae034ab"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (2.0**53, "9007199254740992.0"),
        (np.float32(0.5), "0.5"),
        (np.int64(3), "3"),
        (np.bool_(True), "true"),
        (np.array([[1, 2], [3, 4]]), "[[1,2],[3,4]]"),
        ((1, (2,)), "[1,[2]]"),
        ("é\x00\ud800", '"\\u00e9\\u0000\\ud800"'),
    ],
)
def test_one_form_for_each_value(value, text):
    assert canonical_json(value) == text


def test_subclasses_become_plain_types():
    class Colour(StrEnum):
        RED = "red"

    copy = canonical({Colour.RED: Colour.RED})
    assert copy == {"red": "red"}
    assert {type(part) for pair in copy.items() for part in pair} == {str}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": [float("nan")]}, r"claim\.a\[0\] must be a finite number, got nan"),
        (np.array([np.inf]), r"claim\[0\] must be a finite number, got inf"),
        ({"a": {1: 2}}, r"the keys of claim\.a must be text, got 1"),
        ({"a": object()}, r"claim\.a is of type object, which has no JSON form"),
        ({"a": {1, 2}}, "of type set"),
        (Enum("E", "A").A, "of type E"),
        (np.longdouble(1.5), "of type longdouble"),
    ],
)
def test_what_json_cannot_hold_is_named(value, words):
    with pytest.raises(ValueError, match=words):
        canonical(value, "claim")


def test_a_value_that_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(ValueError, match=f"deeper than {MAX_DEPTH} levels"):
        canonical(loop)


def test_a_document_is_a_mapping():
    with pytest.raises(ValueError, match="document must be a mapping, got list"):
        canonical_mapping([1], "document")


@given(json_values)
@settings(deadline=None)
def test_canonical_text_reads_back_and_is_canonical_again(value):
    text = canonical_json(value)
    assert text.isascii()
    assert parse(text) == canonical(value) == json.loads(text)
    assert canonical_json(parse(text)) == text


@given(json_values, json_values)
@settings(deadline=None)
def test_texts_are_equal_only_where_values_are(one, other):
    # Python takes True for 1: compare what JSON writes.
    same = json.dumps(canonical(one), sort_keys=True) == json.dumps(canonical(other), sort_keys=True)
    assert (canonical_json(one) == canonical_json(other)) == same


NOT_CANONICAL = ['{"b":1,"a":2}', '{"a": 1}', "1.0", '{"a":1,"a":1}', '"é"', "NaN"]
NOT_JSON = ["", "{", "[" * 9000, None, b"{", 7]


@pytest.mark.parametrize("text", NOT_CANONICAL + NOT_JSON)
def test_text_in_another_form_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)
