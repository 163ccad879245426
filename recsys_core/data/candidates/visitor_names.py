"""Files that are stored under names of ours are called by the visitor's names in everything that is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.candidates.layout import NOTE
from recsys_core.data.finding import Finding
from recsys_core.messages import Message

FILES = "files"
"""Entry of the note beside an upload: stored name -> the visitor's name."""


def read_names(folder: Path) -> dict[str, str]:
    """Stored name -> the visitor's name; {} where nothing was renamed, or the note is damaged."""
    try:
        names: Any = json.loads((folder / NOTE).read_text(encoding="utf-8"))[FILES]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return {str(stored): str(name) for stored, name in names.items()} if isinstance(names, dict) else {}


def call(said: Message, names: Mapping[str, str]) -> Message:
    """The sentence with every value that is a stored name replaced."""
    values = {
        key: call(value, names)
        if isinstance(value, Message)
        else names.get(value, value)
        if isinstance(value, str)
        else value
        for key, value in said.values.items()
    }
    return replace(said, values=values)


def call_in(dataset: ScoredDataset, names: Mapping[str, str]) -> ScoredDataset:
    """The data set with its files and findings called so."""
    if not names:
        return dataset
    files = tuple(replace(file, name=names.get(file.name, file.name)) for file in dataset.files)
    cleaning = tuple(_finding(finding, names) for finding in dataset.cleaning)
    return replace(dataset, files=files, cleaning=cleaning)


def _finding(finding: Finding, names: Mapping[str, str]) -> Finding:
    return replace(
        finding,
        found=call(finding.found, names),
        fix=call(finding.fix, names),
        consequence=call(finding.consequence, names),
    )
