"""Open the data and the model of a decision again, and find out whether they are still the same."""

from __future__ import annotations

from pathlib import Path

from recsys_core.errors import HandoffError, RecsysError
from recsys_core.handoff.record import Record
from recsys_core.messages import message
from recsys_core.workbench import Workbench, shipping


def open_again(
    record: Record, name: str, *, data: str | None = None, checkpoint: str | None = None
) -> Workbench:
    """Open the workbench that a decision was made with.

    Args:
        record: the decision.
        name: of the decision, for messages.
        data: other data, None for those of the decision.
        checkpoint: another model, None for that of the decision.

    Raises:
        HandoffError: the data or the model are gone or cannot be read.
    """
    wanted = checkpoint or record.model.checkpoint
    if wanted is not None and not Path(wanted).is_dir():
        raise HandoffError(
            message(
                "handoff.model_gone",
                "The model of decision “{name}” is gone: there is no folder {folder}. Restore it, or name "
                "another with --checkpoint.",
                name=name,
                folder=wanted,
            )
        )
    opened = data or record.data.opened
    try:
        split, settings = shipping.split_in(record.protocol), shipping.settings_in(record.protocol)
        bench = shipping.open_again(opened, wanted, record.data.columns, split, settings)
    except RecsysError as error:
        raise HandoffError(
            message(
                "handoff.data_gone",
                "The data of decision “{name}” ({data}) cannot be opened. {why}",
                name=name,
                data=opened,
                why=error.args[0] if error.args else str(error),
            )
        ) from error
    return bench


def check_same(bench: Workbench, record: Record, name: str) -> None:
    """Refuse data or a model that have changed since the decision was made.

    Raises:
        HandoffError: they have; the message says which.
    """
    if bench.dataset.content != record.data.content:
        raise HandoffError(
            message(
                "handoff.data_changed",
                "The data of decision “{name}” have changed since it was made. Check it with recheck, or "
                "decide anew.",
                name=name,
            )
        )
    if shipping.model_fingerprint(bench) != record.model.fingerprint or bench.model != record.model.name:
        raise HandoffError(
            message(
                "handoff.model_changed",
                "The model of decision “{name}” has changed since it was made. Check it with recheck, or "
                "decide anew.",
                name=name,
            )
        )
