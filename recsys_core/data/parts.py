"""The three parts of a split, and the words with which sources name them."""

from __future__ import annotations

TRAIN, VALID, TEST = 0, 1, 2

PART_WORDS: dict[str, int] = {
    **dict.fromkeys(("train", "training", "trn", "learn"), TRAIN),
    **dict.fromkeys(("valid", "validation", "val", "dev", "tune"), VALID),
    **dict.fromkeys(("test", "testing", "tst", "eval", "evaluation", "holdout"), TEST),
}
"""In lower case; a source may also number them 0, 1, 2 in this order."""
