"""One text for one JSON value, so that equal values have equal SHA-256 hashes everywhere."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from recsys_core.runtime.json_text import parse_json

MAX_DEPTH = 64
"""Deepest nesting of a value. Python's JSON encoder fails at about 1,000 levels."""

_EXACT_INTEGERS = 2**53  # beyond, neighbouring integers share one float


def canonical(value: Any, name: str = "value") -> Any:
    """Copy a value into plain JSON types, with one form for what JSON cannot tell apart.

    Tuples become lists, numpy scalars and arrays become numbers and lists, and whole floats become integers
    (2.0 is 2 and -0.0 is 0, as in JavaScript).

    Args:
        value: None, bool, int, float, str, mappings with text keys, lists, tuples, numpy values, nested.
        name: what error messages call the value.

    Returns:
        A deep copy made of dict, list, str, int, float, bool and None.

    Raises:
        ValueError: a number is not finite, a key is not text, a type has no JSON form, or the nesting is
            deeper than MAX_DEPTH (a value that contains itself, for example).

    Example:
        >>> canonical({"k": np.int64(10), "lambda": (0.5, 1.0)})
        {'k': 10, 'lambda': [0.5, 1]}
    """
    return _copy(value, name, 0)


def canonical_mapping(value: Mapping[str, Any], name: str = "value") -> dict[str, Any]:
    """Copy a mapping as ``canonical`` does.

    Raises:
        ValueError: as ``canonical``, or the value is no mapping.
    """
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a mapping, got {type(value).__name__}")
    return _copy(value, name, 0)


def _copy(value: Any, where: str, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError(f"{where[:80]}… is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)  # drops enumerations and other subclasses
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} must be a finite number, got {value}")
        whole = value.is_integer() and abs(value) < _EXACT_INTEGERS
        return int(value) if whole else float(value)
    if isinstance(value, Mapping):
        return {_key(key, where): _copy(part, f"{where}.{key}", depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(part, f"{where}[{index}]", depth + 1) for index, part in enumerate(value)]
    raise ValueError(f"{where} is of type {type(value).__name__}, which has no JSON form")


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str):
        raise ValueError(f"the keys of {where} must be text, got {key!r}")
    return str.__str__(key)


def canonical_json(value: Any, name: str = "value") -> str:
    r"""Write a value as canonical JSON: keys sorted, no spaces, ASCII only, shortest exact numbers.

    ASCII (other characters become ``\uXXXX``) keeps the text the same in databases of any encoding.

    Args:
        value: see ``canonical``.
        name: what error messages call the value.

    Raises:
        ValueError: as ``canonical``.

    Example:
        >>> canonical_json({"name": "autumn", "k": 10.0})
        '{"k":10,"name":"autumn"}'
    """
    return json.dumps(canonical(value, name), sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse(text: str) -> Any:
    """Read canonical JSON back.

    Raises:
        ValueError: the text is not JSON, or not in its canonical form.
    """
    try:
        value = parse_json(text)
    except (RecursionError, TypeError) as error:
        raise ValueError("the text is not JSON") from error
    if canonical_json(value) != text:
        raise ValueError("the text is not canonical JSON")
    return value


def sha256(value: Any) -> str:
    """Hash a value: SHA-256 over its canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode("ascii")).hexdigest()
