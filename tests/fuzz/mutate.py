"""Changed copies of a file: bytes flipped, cut, repeated, spliced, and cells replaced by odd values."""

import random

MOST_BYTES = 300_000

ODD = [
    b"", b" ", b"\x00", b"\xff\xfe", b"\r", b'"', b"'", b"nan", b"NaT", b"None", b"inf", b"-inf", b"1e999",
    b"-1", b"0", b"1e308", b"9" * 40, b"99999999999999999999", b"1.5", b"0x1f", b"true", b"[", b"{}", b"[]",
    b"{" * 50, b"[" * 3000, b"2020-13-45", b"0000-00-00", b"9999-12-31T23:59:60Z", b"31/12/99", b"24:00",
    "\u202e\u0000\ud7ff\U0001f600".encode(), "é".encode("latin-1"), b"\xed\xa0\x80", b"=1+1", b"../..",
    b"<script>", b"a" * 5000, b",,,,", b"\t\t", b"|||", b";;;", b"\n\n\n", b"null", b"{'a':1}", b"{a,b}",
    b"-0", b"1_000", b"\xd9\xa1\xd9\xa2", b"1,5", b"1582218195625938944", b"-9223372036854775808",
    b'{"a": [null, {"b": 1e400}]}', b"()", b"lambda: 0", b"1" * 5000,
]  # fmt: skip


def mutate(seed: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """One to eight changes of ``seed``; ``others`` give material to splice in."""
    content = bytearray(seed)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        # Half of the changes hit the start, where headers are.
        at = rng.randrange(min(len(content), rng.choice((len(content), 2_000))) + 1)
        kind = rng.randrange(8)
        length = rng.choice((1, 2, 4, 16, 64, 1024))
        if kind == 0 and content:
            content[at % len(content)] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del content[at : at + length]
        elif kind == 2:
            content[at:at] = content[at : at + length] * rng.choice((1, 2, 50))
        elif kind == 3:
            content[at:at] = rng.choice(ODD)
        elif kind == 4 and others:
            other = rng.choice(others)
            start = rng.randrange(len(other) + 1)
            content[at : at + length] = other[start : start + length]
        elif kind == 5:
            del content[at:]
        else:
            _replace_cell(content, at, rng)
    return bytes(content[:MOST_BYTES])


def _replace_cell(content: bytearray, at: int, rng: random.Random) -> None:
    """Replace what lies between two marks around ``at``, or that cell of every row."""
    marks = b',\t;|\n:"&='
    first = max((content.rfind(mark, 0, at) for mark in marks), default=-1) + 1
    ends = [end for mark in marks if (end := content.find(mark, at)) >= 0]
    last = min(ends, default=len(content))
    old, new = bytes(content[first:last]), rng.choice(ODD)
    if len(old) > 1 and rng.random() < 0.3 and content.count(old) * len(new) < MOST_BYTES:
        content[:] = content.replace(old, new)
    else:
        content[first:last] = new
