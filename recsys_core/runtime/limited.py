"""A function called in a process of its own, with limits on memory and time, for what a visitor supplies.

A file of a kilobyte can unpack to gigabytes, and a library that reads it can hang or abort. Here that costs
one process and ends in one sentence; the server goes on.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, TypeVar

from recsys_core.errors import LimitError, RecsysError
from recsys_core.messages import Message, message

AT_ONCE = 2
"""Processes at a time; further callers wait for their turn."""

_ROOT = Path(__file__).resolve().parents[2]
_TURNS = BoundedSemaphore(AT_ONCE)
_NICENESS = 10
_CALL, _RESULT = "call.pickle", "result.pickle"
_ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
_MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}  # others reserve more than they use

T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """What one call may use.

    Attributes:
        memory: bytes of address space of the process, some 300 MB of which are Python and its libraries.
        seconds: from start to end, waiting for a turn not included.
        result: bytes of what it returns and of any file that it writes.
    """

    memory: int = 2_000_000_000
    seconds: float = 60.0
    result: int = 500_000_000


class BrokenCallError(Exception):
    """The function raised what nobody expected; the message is its traceback."""


def call_limited(
    function: Callable[..., T], *arguments: Any, limits: Limits = Limits(), about: str = ""
) -> T:
    """Call ``function(*arguments)`` in a process of its own.

    Arguments and result travel as pickles between two processes of one user that run the same code: the
    limits protect the machine's memory and time. No file of a visitor is ever unpickled.

    Args:
        function: of a module, so that the other process can import it.
        arguments: its arguments.
        limits: what the call may use.
        about: what it works on, for messages: a file's name.

    Raises:
        LimitError: memory or time did not suffice, or the process was aborted.
        RecsysError: whatever RecsysError the function raises.
        BrokenCallError: the function raised anything else; its traceback is the message.
    """
    with _TURNS, tempfile.TemporaryDirectory(prefix="equipoise-") as folder:
        call = (f"{function.__module__}:{function.__qualname__}", arguments, limits)
        (Path(folder) / _CALL).write_bytes(pickle.dumps(call))
        process = subprocess.Popen(
            [sys.executable, "-m", "recsys_core.runtime.limited", folder],
            cwd=_ROOT,
            env={**os.environ, **_ONE_THREAD, **_MALLOC},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, output = process.communicate(timeout=limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise LimitError(_too_long(about, limits)) from error
        finally:
            with contextlib.suppress(ProcessLookupError):  # it has ended, and whatever it had started
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return _result(Path(folder) / _RESULT, process.returncode, output, about, limits)


def _result(path: Path, returncode: int, output: bytes, about: str, limits: Limits) -> Any:
    """What the process left behind, or the error that it came to."""
    if returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        raise LimitError(_too_long(about, limits))
    if returncode != 0 and not path.exists():
        text = output.decode(errors="replace").strip()
        if returncode < 0 or "MemoryError" in text or "bad_alloc" in text:
            raise LimitError(_too_much(about, limits))
        raise BrokenCallError(text or f"the process of {about or 'the call'} ended with {returncode}")
    kind, value = pickle.loads(path.read_bytes())  # noqa: S301 - written by our own process just now
    if kind == "memory":
        raise LimitError(_too_much(about, limits))
    if kind == "refused":
        raise value
    if kind == "broken":
        raise BrokenCallError(value)
    return value


def _too_much(about: str, limits: Limits) -> Message:
    return message(
        "errors.limit_memory",
        "{about} needs more than the {gigabytes:.1f} GB of memory that reading one file may take. Leave out "
        "columns or older rows.",
        about=about or "This",
        gigabytes=limits.memory / 1e9,
    )


def _too_long(about: str, limits: Limits) -> Message:
    return message(
        "errors.limit_time",
        "{about} took longer than the {seconds:.0f} seconds that reading one file may take. Leave out "
        "columns or older rows.",
        about=about or "This",
        seconds=limits.seconds,
    )


# --- the other process --------------------------------------------------------------------------------------


def main(folder: Path) -> int:
    """Do the call that lies in ``folder`` under its limits and leave its result there."""
    name, arguments, limits = pickle.loads((folder / _CALL).read_bytes())  # noqa: S301 - of our own parent
    os.nice(_NICENESS)
    _limit(limits)
    module, _, qualified = name.partition(":")
    outcome: tuple[str, Any]
    try:
        function: Any = importlib.import_module(module)
        for part in qualified.split("."):
            function = getattr(function, part)
        outcome = ("value", function(*arguments))
        written = pickle.dumps(outcome, protocol=5)
        if len(written) > limits.result:
            outcome = ("memory", None)
            written = pickle.dumps(outcome)
    except Exception as error:  # whatever it is: the parent tells it apart
        written = pickle.dumps(_describe(error))
    (folder / _RESULT).write_bytes(written)
    return 0


def _limit(limits: Limits) -> None:
    seconds = max(1, round(limits.seconds))
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.result),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower limit holds already
            resource.setrlimit(kind, (value, value))


def _describe(error: Exception) -> tuple[str, Any]:
    import traceback

    causes = list(_causes(error))
    if any(isinstance(cause, MemoryError) for cause in causes):
        return "memory", None
    if isinstance(error, RecsysError):
        return "refused", type(error)(*error.args)
    return "broken", "".join(traceback.format_exception(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


if __name__ == "__main__":
    # Under its own name, so that what is pickled belongs to the module that the parent knows.
    from recsys_core.runtime import limited

    sys.exit(limited.main(Path(sys.argv[1])))
