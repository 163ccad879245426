"""The files of one run: its specification, state, progress and result."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from recsys_core.errors import CheckpointError, DataError
from recsys_core.runtime.files import atomic_write
from recsys_core.runtime.json_text import parse_json

logger = logging.getLogger(__name__)


@cache
def warn_once(message: str) -> None:
    """Log a warning only the first time: pages read the runs every few seconds."""
    logger.warning(message)


class RunFolder:
    """The paths of a run and access to its files, which are written whole or not at all.

    ``spec.json`` never changes. ``state.json`` holds the latest state that server or worker wrote.
    ``progress.jsonl`` grows by one line per report. The worker holds the lock on ``alive`` as long as it
    lives. ``cancel`` exists once the run has been cancelled.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spec, self.state, self.result = path / "spec.json", path / "state.json", path / "result.json"
        self.progress, self.log = path / "progress.jsonl", path / "worker.log"
        self.alive, self.cancel, self.pid = path / "alive", path / "cancel", path / "pid.json"

    @property
    def id(self) -> str:
        """The run's id."""
        return self.path.name

    def checkpoint(self, part: str = "model") -> Path:
        """Folder of a part's checkpoint; it exists once the part is finished."""
        return self.path / part

    def has_checkpoint(self, part: str = "model") -> bool:
        """Whether a part has a checkpoint that this version can read."""
        from recsys_core.models.language_model.checkpoint import read_card

        try:
            read_card(self.checkpoint(part))
        except CheckpointError:
            return False
        return True

    def unfinished(self, part: str) -> Path:
        """Folder in which the training of a part stores what it needs to resume."""
        return self.path / f"{part}.unfinished"

    def read(self, file: Path) -> dict[str, Any]:
        """A JSON object; {} if the file does not exist.

        Raises:
            DataError: the file is damaged.
        """
        message = f"'{file.name}' of run {self.id} is damaged. Start the training again."
        try:
            values = parse_json(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise DataError(message) from error
        if not isinstance(values, dict):
            raise DataError(message)
        return values

    def write(self, file: Path, values: Mapping[str, Any]) -> None:
        """Write a JSON object in one step."""
        self._replace(file, json.dumps(values, indent=1, allow_nan=False) + "\n")

    def append_report(self, values: Mapping[str, Any]) -> None:
        """Add a line to the progress."""
        with self.progress.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")

    def reports(self) -> list[dict[str, Any]]:
        """All complete lines of the progress; a line that is still being written is ignored.

        A damaged line, for example after a full disk, is skipped with a warning in the log.
        """
        try:
            lines = self.progress.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
        except FileNotFoundError:
            return []
        reports = [_parse_report(line) for line in lines]
        if None in reports:
            warn_once(f"run {self.id}: line {reports.index(None) + 1} of {self.progress.name} is damaged")
        return [values for values in reports if values is not None]

    def repair_reports(self) -> None:
        """Drop a line that a killed worker left incomplete, before another one appends to it."""
        self._replace(self.progress, "".join(json.dumps(line) + "\n" for line in self.reports()))

    def last_log_line(self) -> str:
        """The last line of the worker's log, "" if there is none."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except FileNotFoundError:
            return ""
        return lines[-1].strip() if lines else ""

    def _replace(self, file: Path, text: str) -> None:
        with atomic_write(file) as out:
            out.write(text.encode("utf-8"))


def _parse_report(line: str) -> dict[str, Any] | None:
    """One line of the progress; None if it lacks a field that pages read."""
    try:
        values = parse_json(line)
    except json.JSONDecodeError:
        return None
    if not isinstance(values, dict) or not isinstance(values.get("part"), str):
        return None
    # Only loss and metric may be null; older versions wrote no share and no paces.
    values = {"share": 0.0, "paces": {}} | values
    numbers = [values.get(name) for name in ("t", "step", "total", "left", "share")]
    if not isinstance(values["paces"], dict):
        return None
    numbers += values["paces"].values()
    return values if all(isinstance(number, int | float) for number in numbers) else None
