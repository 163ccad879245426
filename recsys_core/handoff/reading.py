"""Reading a record that was written earlier, elsewhere, or by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from recsys_core.errors import HandoffError
from recsys_core.handoff.record import FORMAT, SCHEMA, Record
from recsys_core.messages import message


def parse_record(document: Any, where: str) -> Record:
    """Check a record and give it its types.

    Args:
        document: what was stored, as JSON values.
        where: what messages call it, "decision “autumn”" for example.

    Raises:
        HandoffError: it is none, its format is that of a later version, or a field does not fit.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise HandoffError(
            message("handoff.no_record", "{where} holds no decision of Equipoise.", where=where)
        )
    schema = document.get("schema")
    if isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA:
        raise HandoffError(
            message(
                "handoff.later_schema",
                "{where} has format {found}, and this version of Equipoise reads up to {known}. Update "
                "Equipoise and try again.",
                where=where,
                found=schema,
                known=SCHEMA,
            )
        )
    try:
        return Record.model_validate(document)
    except ValidationError as error:
        raise unfit(error, where) from error


def unfit(error: ValidationError, where: str) -> HandoffError:
    """The error for a field that does not fit: the first one."""
    first = error.errors(include_url=False)[0]
    return HandoffError(
        message(
            "handoff.unfit_field",
            "{where} cannot be used: {field}: {why}. Make the decision again.",
            where=where,
            field=".".join(map(str, first["loc"])) or "-",
            why=first["msg"],
        )
    )
