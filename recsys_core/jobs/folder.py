"""The files of one run: what is asked for, how it stands, how it went."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from recsys_core.errors import CheckpointError, DataError

logger = logging.getLogger(__name__)


@cache
def tell_once(message: str) -> None:
    """Log a warning the first time only: pages look at the runs every few seconds."""
    logger.warning(message)


class RunFolder:
    """Paths and reading and writing of a run; a file is there whole or not at all.

    ``spec.json`` never changes. ``state.json`` is the last word of whoever acted last. ``progress.jsonl``
    grows by a line a report. The lock of ``alive`` is held by the worker for as long as it lives. ``cancel``
    exists once somebody wanted the run to end.
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
        """Folder of a part's checkpoint, there once that part is finished."""
        return self.path / part

    def finished(self, part: str = "model") -> bool:
        """Whether a part has a checkpoint that this version reads."""
        from recsys_core.models.language_model.checkpoint import read_card

        try:
            read_card(self.checkpoint(part))
        except CheckpointError:
            return False
        return True

    def unfinished(self, part: str) -> Path:
        """Folder in which the training of a part keeps what it needs to go on."""
        return self.path / f"{part}.unfinished"

    def read(self, file: Path) -> dict[str, Any]:
        """A JSON object; {} where the file does not exist.

        Raises:
            DataError: the file is damaged.
        """
        try:
            values = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise DataError(f"'{file.name}' of run {self.id} is damaged. Start the training anew.") from error
        if not isinstance(values, dict):
            raise DataError(f"'{file.name}' of run {self.id} is damaged. Start the training anew.")
        return values

    def write(self, file: Path, values: Mapping[str, Any]) -> None:
        """Put a JSON object in place in one step."""
        self._replace(file, json.dumps(values, indent=1, allow_nan=False) + "\n")

    def report(self, values: Mapping[str, Any]) -> None:
        """Add a line to the progress."""
        with self.progress.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")

    def reports(self) -> list[dict[str, Any]]:
        """Every whole line of the progress; a line that is still being written is left for the next look.

        A line that is damaged, as by a full disk, is left out and told in the log.
        """
        try:
            lines = self.progress.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
        except FileNotFoundError:
            return []
        read = [_report(line) for line in lines]
        if None in read:
            tell_once(f"run {self.id}: line {read.index(None) + 1} of {self.progress.name} is damaged")
        return [values for values in read if values is not None]

    def mend_reports(self) -> None:
        """Drop a line that a killed worker left unfinished, before another one adds to it."""
        self._replace(self.progress, "".join(json.dumps(line) + "\n" for line in self.reports()))

    def last_words(self) -> str:
        """The last line that a worker wrote to its log, "" if it wrote none."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except FileNotFoundError:
            return ""
        return lines[-1].strip() if lines else ""

    def _replace(self, file: Path, text: str) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{file.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            os.replace(temporary, file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _report(line: str) -> dict[str, Any] | None:
    """What a line of the progress says, None if it says no time, part and time left."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError:
        return None
    if not isinstance(values, dict) or not isinstance(values.get("part"), str):
        return None
    # All that pages read; loss and metric alone may be null.
    numbers = (values.get(name) for name in ("t", "step", "total", "left"))
    return values if all(isinstance(number, int | float) for number in numbers) else None
