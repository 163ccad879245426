"""What the service writes: one JSON object a line, so that a log collector needs no rules."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

FIELDS = "fields"
"""Name of the extra that holds what a line says beside its message."""


class JsonLines(logging.Formatter):
    """A record as one line: when, how grave, who, what, and the fields that came with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback is a field of it, not further lines."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, FIELDS, {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def write_json_lines() -> None:
    """Write everything that is logged from here on as JSON lines to stderr, in place of what was set up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
