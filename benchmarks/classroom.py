"""Does one server carry a live class? Sixty students without browsers predict, and nothing is lost.

    python -m benchmarks.classroom --json

A teacher opens a class; sixty students sit down, each with a page of their own that looks for news every two
seconds, and predict in five lessons, all within a few seconds. The server is killed in the middle and started
anew; in the end every answer that was confirmed must be in the database, once.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time

import numpy as np

from benchmarks.classroom_student import Student
from benchmarks.interface_server import Server, serve
from benchmarks.load_room import milliseconds
from benchmarks.report import Check, Report, arguments, log
from recsys_core import config
from recsys_core.store import Classes

STUDENTS = 60
LESSONS = ("setting", "best", "same", "model", "promise")
SPREAD_SECONDS = 6.0
LOOK_SECONDS = 2.0
SEED = 20261128


def main() -> None:
    """Run everything and print the report; also where a goal is missed."""
    options = arguments(__doc__)
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[config.STATE_VARIABLE] = folder
        os.environ.pop(config.DATABASE_VARIABLE, None)
        Classroom(report, options.quick).run()
    report.show(as_json=options.json)


class Classroom:
    """A class from its opening to the count of its answers.

    Args:
        report: is filled.
        quick: fewer lessons, for a first look.
    """

    def __init__(self, report: Report, quick: bool) -> None:
        self.report = report
        self.lessons = LESSONS[:2] if quick else LESSONS
        self.store = Classes.open()
        self.code, self.secret = self.store.create(data="sample", lesson=self.lessons[0], plan=45)
        self.tickets = [self.store.join(self.code, f"student {n}") for n in range(1, STUDENTS + 1)]
        self.rng = np.random.default_rng(SEED)
        self.seconds: dict[str, list[float]] = {"choose": [], "send": [], "look": []}
        self.confirmed: dict[tuple[int, str], str] = {}
        self.problems: list[str] = []
        self.tracebacks = 0

    def run(self) -> None:
        """Half of the lessons on one server, which is killed, the rest on a second one."""
        half = max(1, len(self.lessons) // 2)
        with serve("app.py") as server:
            memory = asyncio.run(self.lessons_on(server, self.lessons[:half]))
            server.process.kill()
            self.tracebacks += server.tracebacks
        with serve("app.py") as server:
            asyncio.run(self.lessons_on(server, self.lessons[half:], again=True))
            self.tracebacks += server.tracebacks
        self.count(memory)

    async def lessons_on(self, server: Server, lessons: tuple[str, ...], again: bool = False) -> float:
        """Everybody sits down and predicts in each lesson; returns how many MB sixty pages have taken."""
        first = await self.sit_down(server, 0)  # the first visitor of a server waits for its imports
        warm = server.megabytes
        students = [first, *await asyncio.gather(*(self.sit_down(server, row) for row in range(1, STUDENTS)))]
        if again:
            lost = [row for row, one in enumerate(students) if one.find("_guess") is None]
            self.problems += [f"student {row} found no question after the restart" for row in lost]
        done = asyncio.Event()
        looking = [asyncio.create_task(self.look(one, done)) for one in students]
        for lesson in lessons:
            self.store.show(self.code, self.secret, lesson=lesson)
            await self.until(students, f"_{lesson}_guess")
            used, began = server.cpu_seconds, time.monotonic()
            await asyncio.gather(*(self.answer(row, one, lesson) for row, one in enumerate(students)))
            busy = (server.cpu_seconds - used) / (time.monotonic() - began)
            log(f"{lesson}: {len(self.confirmed)} answers confirmed, processor {busy:.0%}")
            self.report.details.setdefault("processor while answering", {})[lesson] = busy
            if lesson != lessons[-1]:
                self.store.reveal(self.code, self.secret, lesson)
        grown = server.megabytes - warm
        done.set()
        await asyncio.gather(*looking)
        self.problems += [problem for one in students for problem in one.problems]
        await asyncio.gather(*(one.leave() for one in students))
        return grown

    async def sit_down(self, server: Server, row: int) -> Student:
        """A student's page."""
        return await Student.arrive(server.port, f"class={self.code}&seat={self.tickets[row]}")

    async def look(self, student: Student, done: asyncio.Event) -> None:
        """Look for news every two seconds until the lessons are over, out of step with the others."""
        await asyncio.sleep(float(self.rng.uniform(0, LOOK_SECONDS)))
        while not done.is_set():
            self.seconds["look"].append(await student.look())
            await asyncio.sleep(LOOK_SECONDS)

    async def answer(self, row: int, student: Student, lesson: str) -> None:
        """Choose, think, send; confirmed is what the page says is in."""
        await asyncio.sleep(float(self.rng.uniform(0, SPREAD_SECONDS)))
        option = int(self.rng.integers(0, 4))
        self.seconds["choose"].append(await student.choose(option))
        self.seconds["send"].append(await student.send())
        if any("Your answer is in" in text for text in student.texts):
            self.confirmed[row + 1, lesson] = lesson
        else:
            self.problems.append(f"student {row + 1} got no confirmation in {lesson}")

    async def until(self, students: list[Student], control: str) -> None:
        """Wait until every page has followed the teacher and has a control whose key ends so."""
        end = time.monotonic() + 60
        while not all(one.find(control) for one in students):
            if time.monotonic() > end:
                raise RuntimeError("some pages never followed the teacher to the next lesson")
            await asyncio.sleep(0.1)

    def count(self, memory: float) -> None:
        """Compare what was confirmed with what is stored."""
        stored = {
            (student.number, question): answer.tries
            for student in self.store.students(self.code, self.secret)
            for question, answer in student.answers.items()
        }
        lost = [key for key in self.confirmed if key not in stored]
        expected = STUDENTS * len(self.lessons)
        p95 = milliseconds(self.seconds["send"], 95)
        add = self.report.add
        add(Check("60 students: p95 of an answer (ms)", p95, 250, 100, at_most=True))
        add(Check("answers confirmed and lost, through a killed server", len(lost), 0, 0, at_most=True))
        add(Check(f"answers of {expected} stored once", len(stored), expected, expected))
        add(Check("60 seats: memory (MB more)", memory, 120, 60, at_most=True))
        add(Check("problems said by pages", len(self.problems), 0, 0, at_most=True))
        add(Check("tracebacks in the servers' logs", self.tracebacks, 0, 0, at_most=True))
        self.report.details |= {"problems": self.problems[:10], "lost": lost[:10]}
        self.report.details["milliseconds"] = {
            name: {"median": milliseconds(found, 50), "p95": milliseconds(found, 95), "n": len(found)}
            for name, found in self.seconds.items()
        }


if __name__ == "__main__":
    main()
