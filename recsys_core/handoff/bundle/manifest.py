"""The manifest: every file of a bundle with its size and checksum, written last."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from recsys_core.errors import HandoffError
from recsys_core.messages import message
from recsys_core.runtime.json_text import parse_json

NAME = "manifest.json"
FORMAT = "equipoise-bundle"
_BLOCK = 1 << 20


def write_manifest(folder: Path, decision: str) -> None:
    """Seal a folder: a bundle without a manifest is unfinished.

    Raises:
        OSError: the folder cannot be read or written.
    """
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": checksum(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    whole = {"format": FORMAT, "schema": 1, "decision": decision, "files": files}
    (folder / NAME).write_text(_text(whole | {"sha256": _seal(whole)}), encoding="utf-8")


def check_manifest(folder: Path) -> dict[str, Any]:
    """Compare every file of a bundle with the manifest.

    Returns:
        The manifest.

    Raises:
        HandoffError: the folder is no bundle or an unfinished one, or a file is missing, changed or added.
    """
    path = folder / NAME
    if not path.is_file():
        raise HandoffError(
            message(
                "handoff.unfinished_bundle",
                "{folder} is no whole bundle: it has no {manifest}. Export it again.",
                folder=folder,
                manifest=NAME,
            )
        )
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        manifest: dict[str, Any] = parse_json(text)
        files = manifest["files"]
        whole = {key: value for key, value in manifest.items() if key != "sha256"}
        sealed = manifest["sha256"] == _seal(whole) and _text(manifest) == text
        is_one = manifest["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError):
        sealed = is_one = False
    if not (sealed and is_one):
        raise _changed(folder, NAME)
    present = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()} - {NAME}
    for name in sorted(present ^ files.keys()):
        raise _changed(folder, name)
    for name, expected in files.items():
        file = folder / name
        if file.stat().st_size != expected["bytes"] or checksum(file) != expected["sha256"]:
            raise _changed(folder, name)
    return manifest


def is_bundle(folder: Path) -> bool:
    """Whether a folder looks like a bundle, damaged or not: only such a one is replaced."""
    try:
        return bool(parse_json((folder / NAME).read_text(encoding="utf-8"))["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def checksum(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _changed(folder: Path, name: str) -> HandoffError:
    return HandoffError(
        message(
            "handoff.changed_bundle",
            "{file} in {folder} is not as it was exported. Export the bundle again.",
            file=name,
            folder=folder,
        )
    )


def _seal(whole: dict[str, Any]) -> str:
    return hashlib.sha256(_text(whole).encode()).hexdigest()


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
