"""Does one server carry a class? Thirty visitors without browsers, one of them with, a training beside them.

    python -m benchmarks.load --json

Every visitor opens the Tune page of MovieLens 100K on a person and a reranker of their own and lets go of the
slider once in two seconds. What comes back is compared with an engine that runs here, apart from the server.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.interface_server import Server, serve
from benchmarks.load_beside import BrowserBeside, training_beside
from benchmarks.load_room import RERANKERS, Moves, Room, milliseconds
from benchmarks.load_session import Visitor
from benchmarks.load_truth import Truth
from benchmarks.report import Check, Report, arguments, log

VISITORS = 30
MOVES_FOR_MEMORY = 3000


def main() -> None:
    """Run everything and print the report; also where a goal is missed."""
    options = arguments(__doc__)
    report = Report()
    truth = Truth()
    with serve("app.py") as server:
        asyncio.run(Load(server, truth, report, options.quick).run())
        report.add(Check("tracebacks in the server's log", server.tracebacks, 0, 0, at_most=True))
    report.show(as_json=options.json)


class Load:
    """The stages, in order.

    Args:
        server: a fresh one.
        truth: what must come back.
        report: is filled.
        quick: shorter stretches, for a first look.
    """

    def __init__(self, server: Server, truth: Truth, report: Report, quick: bool) -> None:
        self.server, self.report, self.quick = server, report, quick
        self.room = Room(server.port, truth, VISITORS)
        self.all = Moves()

    async def run(self) -> None:
        """Every stage."""
        await self.warm_up()
        before = self.server.megabytes
        await self.opens()
        await self.pace()
        await self.with_browser()
        await self.with_training()
        await self.memory(before)
        await self.plain()
        found = {"errors": len(self.all.problems), "wrong values": len(self.all.wrong)}
        for name, count in found.items():
            moves = len(self.all.seconds)
            self.report.add(Check(f"{name} in {moves} moves", count, 0, 0, at_most=True))
        self.report.details |= {"problems": self.all.problems[:10], "wrong": self.all.wrong[:10]}

    async def warm_up(self) -> None:
        """The first visitor waits for the data; not measured here."""
        for reranker in RERANKERS:
            began = time.monotonic()
            visitor, answer = await Visitor.arrive(self.server.port, f"reranker={reranker}")
            await visitor.leave()
            log(f"first visitor of {reranker}: {time.monotonic() - began:.1f} s {answer.problems}")
        await self.room.arrive()
        await self.room.move_without_rest(2)
        await self.room.leave()

    async def opens(self) -> None:
        """Everybody opens the page in the same moment, several times; the last time they stay."""
        rounds = []
        for left in reversed(range(2 if self.quick else 5)):
            elapsed, answers = await self.room.arrive()
            rounds.append(elapsed)
            self.all.problems += [problem for answer in answers for problem in answer.problems]
            if left:
                await self.room.leave()
        self.report.details["seconds until 30 opens are done"] = rounds
        middle = milliseconds(rounds, 50)
        name = "30 simultaneous opens, all done (ms, median)"
        self.report.add(Check(name, middle, 3000, 1000, at_most=True))

    async def measured(self, name: str, moving: Callable[[], Awaitable[Moves]]) -> Moves:
        """A stretch of moves with the server's processor time."""
        used = self.server.cpu_seconds
        moves = await moving()
        moves.cpu_ms = 1000 * (self.server.cpu_seconds - used) / len(moves.seconds)
        self.report.details.setdefault(name, []).append(moves.summary())
        self.all.extend(moves)
        return moves

    async def pace(self) -> None:
        """The class at its pace."""
        seconds = 6 if self.quick else 40
        moves = await self.measured("30 visitors", lambda: self.room.move_for(seconds))
        p95 = milliseconds(moves.seconds, 95)
        self.report.add(Check("30 visitors: p95 of a move (ms)", p95, 250, 50, at_most=True))
        cpu = moves.cpu_ms
        self.report.add(Check("30 visitors: server processor time of a move (ms)", cpu, 20, 10, at_most=True))

    async def with_browser(self) -> None:
        """A browser by itself and among the others, in turns; one seat of the thirty is the browser's."""
        loop = asyncio.get_running_loop()
        seat, self.room.seats = self.room.seats[-1], self.room.seats[:-1]
        alone, among = list[float](), list[float]()
        n = 4 if self.quick else 12
        with ThreadPoolExecutor(1) as thread:  # the browser is driven from one thread of its own
            browser = await loop.run_in_executor(thread, BrowserBeside, self.server.address)
            try:
                for _ in range(1 if self.quick else 2):
                    alone += await loop.run_in_executor(thread, browser.releases, n)
                    moving = asyncio.create_task(self.until_stopped("29 visitors beside a browser"))
                    among += await loop.run_in_executor(thread, browser.releases, n)
                    self.stopped = True
                    await moving
            finally:
                await loop.run_in_executor(thread, browser.close)
        self.room.seats.append(seat)
        ends = {"alone": alone, "among 29": among}
        self.report.details["browser, release to painted (ms)"] = {
            name: {"median": milliseconds(found, 50), "p95": milliseconds(found, 95), "n": len(found)}
            for name, found in ends.items()
        }
        ratio = milliseconds(among, 95) / milliseconds(alone, 95)
        self.report.add(Check("a browser among 29: p95 against alone (ratio)", ratio, 3, 1.5, at_most=True))

    async def until_stopped(self, name: str) -> None:
        """The others go on moving while something else is measured."""
        self.stopped = False
        while not self.stopped:
            await self.measured(name, functools.partial(self.room.move_for, 2.0))

    async def with_training(self) -> None:
        """Stretches without and with a training at work, in turns."""
        quiet, beside, used = Moves(), Moves(), list[float]()
        seconds = 4 if self.quick else 16
        async with training_beside(self.server.runs, log) as training:
            for _ in range(1 if self.quick else 3):
                training.pause()
                quiet.extend(await self.measured("training stopped", lambda: self.room.move_for(seconds)))
                training.go_on()
                before = training.cpu_seconds
                beside.extend(await self.measured("training at work", lambda: self.room.move_for(seconds)))
                used.append(training.cpu_seconds - before)
        self.report.details["seconds of processor time that the training got"] = used
        ratio = milliseconds(beside.seconds, 95) / milliseconds(quiet.seconds, 95)
        self.report.add(Check("30 visitors beside a training: p95 against without (ratio)", ratio, 3, 1.5,
                              at_most=True))  # fmt: skip

    async def memory(self, before: float) -> None:
        """As fast as it goes, until 3,000 moves were made since the server was warm."""
        wanted = 600 if self.quick else MOVES_FOR_MEMORY
        each = max(1, -(-(wanted - len(self.all.seconds)) // VISITORS))
        await self.measured("without rest", lambda: self.room.move_without_rest(each))
        after = self.server.megabytes
        self.report.details["memory (MB)"] = {"warm": before, "after": after, "moves": len(self.all.seconds)}
        name = f"memory after {len(self.all.seconds)} moves, 30 sessions open (MB more)"
        self.report.add(Check(name, after - before, 60, 30, at_most=True))

    async def plain(self) -> None:
        """The same page of ordinary elements, where the server sends every figure anew."""
        await self.room.leave()
        await self.room.arrive(plain=True)
        seconds = 4 if self.quick else 10
        await self.measured("30 visitors, ordinary elements", lambda: self.room.move_for(seconds, plain=True))
        await self.room.leave()


if __name__ == "__main__":
    main()
