"""A class of visitors without browsers, each with a list of their own, moving at a class's pace."""

from __future__ import annotations

import asyncio
import bisect
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from benchmarks.load_session import Answer, Position, Visitor
from benchmarks.load_truth import GRID, Truth

SEED = 20261124
RERANKERS = ("mmr", "msd", "dpp")  # visitors look at different ones: answers that are mixed up would show
SECONDS_BETWEEN_MOVES = 2.0


@dataclass
class Moves:
    """What a stretch of moves brought.

    Attributes:
        seconds: of each move, from sending until the run had ended.
        problems: everything that went wrong, as the page said it.
        unchecked: compare what came back with the engine; each returns what is wrong.
        cpu_ms: the server's processor time for one move, whatever else it did included.
        megabytes: received for one move.
        elapsed: seconds that the stretch took.
    """

    seconds: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unchecked: list[Callable[[], list[str]]] = field(default_factory=list)
    cpu_ms: float = 0.0
    megabytes: float = 0.0
    elapsed: float = 0.0

    def keep(self, answer: Answer) -> None:
        """Count one answer."""
        self.seconds.append(answer.seconds)
        self.problems += answer.problems
        self.megabytes += answer.megabytes

    def extend(self, other: Moves) -> None:
        """Join another stretch of the same kind; processor time is averaged over moves."""
        n, m = len(self.seconds), len(other.seconds)
        self.cpu_ms = (self.cpu_ms * n + other.cpu_ms * m) / max(1, n + m)
        self.seconds += other.seconds
        self.problems += other.problems
        self.unchecked += other.unchecked
        self.megabytes += other.megabytes
        self.elapsed += other.elapsed

    @cached_property
    def wrong(self) -> list[str]:
        """What came back that was not the engine's; looked at once, when no more moves are added."""
        return [name for look in self.unchecked for name in look()]

    def summary(self) -> dict[str, float]:
        """The figures of the stretch."""
        return {
            "moves": len(self.seconds),
            "median_ms": milliseconds(self.seconds, 50),
            "p95_ms": milliseconds(self.seconds, 95),
            "highest_ms": milliseconds(self.seconds, 100),
            "cpu_ms_per_move": self.cpu_ms,
            "kilobytes_per_move": 1024 * self.megabytes / max(1, len(self.seconds)),
            "moves_per_second": len(self.seconds) / max(1e-9, self.elapsed),
            "errors": len(self.problems),
            "wrong_values": len(self.wrong),
        }


def milliseconds(seconds: Sequence[float], percentile: float) -> float:
    """A percentile in milliseconds; NaN of nothing."""
    return 1000 * float(np.percentile(seconds, percentile)) if len(seconds) else float("nan")


@dataclass
class Seat:
    """One visitor with what is theirs."""

    user: str
    reranker: str
    visitor: Visitor
    rng: np.random.Generator

    def next_position(self) -> Position:
        """Anywhere on the grid; every fourth time where this person's list has just changed."""
        payload = self.visitor.payload
        lambdas, changes = payload["curve"]["lambda"], payload["person"]["breakpoints"]
        row = int(self.rng.integers(0, GRID + 1))
        if len(changes) > 1 and self.rng.random() < 0.25:
            change = changes[int(self.rng.integers(1, len(changes)))]
            row = min(GRID, bisect.bisect_left(lambdas, change))
        return Position(row, lambdas[row], row / GRID)


class Room:
    """Thirty seats, or as many as wanted.

    Args:
        port: of the server.
        truth: to check what comes back.
        size: how many visitors.
    """

    def __init__(self, port: int, truth: Truth, size: int = 30) -> None:
        self._port, self._truth = port, truth
        self._people = truth.people(size)
        self.seats: list[Seat] = []

    def query(self, seat: int, plain: bool = False) -> str:
        """The address that a seat opens."""
        reranker = RERANKERS[seat % len(RERANKERS)]
        return f"user={self._people[seat]}&reranker={reranker}&variety=30{'&plain=true' if plain else ''}"

    async def arrive(self, plain: bool = False) -> tuple[float, list[Answer]]:
        """Everybody opens the page at once; returns seconds until the last one sees it."""
        began = time.monotonic()
        found = await asyncio.gather(
            *(Visitor.arrive(self._port, self.query(seat, plain)) for seat in range(len(self._people)))
        )
        elapsed = time.monotonic() - began
        self.seats = [
            Seat(user, RERANKERS[at % len(RERANKERS)], visitor, np.random.default_rng([SEED, at]))
            for at, (user, (visitor, _)) in enumerate(zip(self._people, found, strict=True))
        ]
        return elapsed, [answer for _, answer in found]

    async def leave(self) -> None:
        """Everybody goes."""
        await asyncio.gather(*(seat.visitor.leave() for seat in self.seats))
        self.seats = []

    async def move_for(self, seconds: float, *, plain: bool = False) -> Moves:
        """Everybody moves once in two seconds, out of step with each other."""
        moves = Moves()
        step = SECONDS_BETWEEN_MOVES / len(self.seats)
        began = time.monotonic()

        async def one(at: int, seat: Seat) -> None:
            for count in range(max(1, int(seconds / SECONDS_BETWEEN_MOVES))):
                jitter = float(seat.rng.uniform(0, step))
                due = began + count * SECONDS_BETWEEN_MOVES + at * step + jitter
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                await self._move(seat, moves, plain)

        await asyncio.gather(*(one(at, seat) for at, seat in enumerate(self.seats)))
        moves.elapsed = time.monotonic() - began
        return moves

    async def move_without_rest(self, each: int) -> Moves:
        """Everybody moves again as soon as the answer is there."""
        moves, began = Moves(), time.monotonic()

        async def one(seat: Seat) -> None:
            for _ in range(each):
                await self._move(seat, moves, False)

        await asyncio.gather(*(one(seat) for seat in self.seats))
        moves.elapsed = time.monotonic() - began
        return moves

    async def _move(self, seat: Seat, moves: Moves, plain: bool) -> None:
        """One move. What came back is looked at later: here it would hold up the other visitors."""
        truth, visitor, reranker, user = self._truth, seat.visitor, seat.reranker, seat.user
        if plain:
            row = int(seat.rng.integers(0, GRID + 1))
            moves.keep(await visitor.move_plain(row / GRID * 100))
            metrics = dict(visitor.metrics)
            moves.unchecked.append(lambda: truth.wrong_metrics(metrics, reranker, row))
            return
        to = seat.next_position()
        moves.keep(await visitor.move(to))
        address, payload = visitor.address, visitor.payload
        moves.unchecked.append(lambda: truth.wrong_answer(address, payload, user, reranker, to))
