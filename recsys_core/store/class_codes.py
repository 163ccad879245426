"""Codes, secret links and nicknames of live classes."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

from recsys_core.store import class_refusals as refusals
from recsys_core.store.validation import check_nickname

# Short, easily told apart when read aloud, and without letters that look like digits.
_WORDS = (
    "ACRE BARN BIRD BLUE BOAT CAKE CALM CAVE CLAY CORN CRAB DAWN DEER DRUM DUCK DUNE EAST FARM FERN FISH "
    "FLAG FROG GATE GIFT GLEN GOAT GULF HARE HARP HAWK HERB HIKE JADE JAZZ KELP KITE LAKE LAMB LARK LEAF "
    "LIME MAPLE MILK MINT MULE NEST NORTH PALM PARK PEAR PINE PLUM RAFT RAIN REED RICE RING SAIL SAND SEAL "
    "SNOW STAR SURF SWAN TEAM TENT TREE TUNA VASE WAVE WEST WIND WOLF WREN YARN YEAR ZEBRA"
).split()
_SHAPE = re.compile(r"([A-Z]{3,6})[^A-Z0-9]*([0-9]{2,3})")
_LONGEST_SHOWN = 40


def new_code() -> str:
    """A code such as KITE-42; whether it is taken is for the caller to find out."""
    return f"{secrets.choice(_WORDS)}-{secrets.randbelow(890) + 10}"


def new_secret() -> str:
    """A secret for a link, 128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """What is stored of a secret: its SHA-256, so that reading the database opens no link."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def normal_code(text: str) -> str:
    """A code in the form that is stored, however it was typed: case, spaces and the dash do not matter.

    Raises:
        StoreError: it cannot be a code.

    Example:
        >>> normal_code(" kite 42"), normal_code("KITE–42")
        ('KITE-42', 'KITE-42')
    """
    found = _SHAPE.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if found is None:
        shown = "".join(c for c in text if unicodedata.category(c)[0] != "C")[:_LONGEST_SHOWN]
        raise refusals.no_code(shown)
    return f"{found[1]}-{found[2]}"


def check_own_nickname(name: str) -> str:
    """A nickname in one normal form, "" where none is given.

    Raises:
        StoreError: it is too long or has control characters.
    """
    visible = "".join(c for c in name if unicodedata.category(c) not in {"Cf", "Zs", "Zl", "Zp", "Cc"})
    return check_nickname(name) if visible else ""
