"""`export`, `verdict`, `replay`, `recheck` and `serve`: what leaves with a decision, and what comes back."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from recsys_core.cli.advise import share
from recsys_core.cli.decisions import Command, percent
from recsys_core.errors import HandoffError
from recsys_core.handoff import recheck as rechecking
from recsys_core.handoff import replay as replaying
from recsys_core.handoff import saved
from recsys_core.handoff.bundle.export import PLAN
from recsys_core.handoff.bundle.export import export as write_bundle
from recsys_core.handoff.opening import open_again
from recsys_core.handoff.trial.plan import Outcome, outcome_of, parse_plan
from recsys_core.handoff.trial.results import judge, read_results
from recsys_core.messages import message
from recsys_core.runtime.json_text import parse_json
from recsys_core.store import Store

VERDICTS = {
    "ship": "ship: a loss that matters is ruled out",
    "wait": "wait: neither is certain yet",
    "roll_back": "roll back: it loses",
}


def add_commands(command: Command) -> None:
    """Add the commands to the parser."""
    add = command("export", export)
    add.add_argument("--decision", required=True, metavar="NAME", help="the decision")
    add.add_argument("--out", required=True, help="folder of the bundle; an older bundle is replaced")
    add.add_argument("--rate", type=share, help="share of people with the outcome of an A/B test, now: 5%%")
    add.add_argument("--mean", type=float, help="or the outcome's mean, and")
    add.add_argument("--deviation", type=float, help="its standard deviation")
    add.add_argument("--smallest-loss", type=share, default=0.02, help="that matters online (default: 2%%)")
    add.add_argument("--people-a-day", type=int, help="new people a day in the test, all arms together")
    add = command("verdict", verdict)
    add.add_argument("plan", help=f"{PLAN} of a bundle")
    add.add_argument("results", help="CSV with arm, people, total and, for a mean, total_of_squares")
    add.add_argument("--json", action="store_true", help="print JSON")
    add = command("replay", replay)
    add.add_argument("file", help="decision.json, the folder of a bundle, or a memo")
    add.add_argument("--data", help="the data, where they have moved")
    add.add_argument("--checkpoint", help="folder of the model, where it has moved")
    add.add_argument("--json", action="store_true", help="print JSON")
    add = command("serve", serve)
    add.add_argument("--decision", required=True, metavar="NAME", help="an approved decision")
    add.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    add.add_argument("--port", type=int, default=8000, help="(default: 8000)")
    add = command("recheck", recheck)
    add.add_argument("--decision", required=True, metavar="NAME", help="the decision")
    add.add_argument("--data", help="the new data (default: those of the decision, as they are now)")
    add.add_argument("--checkpoint", help="folder of the new model (default: that of the decision)")
    add.add_argument("--by", default="recheck", metavar="WHO", help="who checks (default: recheck)")
    add.add_argument("--json", action="store_true", help="print JSON")


def export(options: argparse.Namespace) -> None:
    """Write the bundle that an engineer ships a decision with, and print its folder."""
    outcome = _outcome(options)
    found = saved.load(Store.open(), options.decision)
    bench = open_again(found.record, found.decision.name)
    with _bar("writing the bundle") as show:
        folder = write_bundle(bench, found, Path(options.out).expanduser(), outcome=outcome, report=show)
    print(folder)


def verdict(options: argparse.Namespace) -> None:
    """Read what an A/B test has counted so far: ship, wait or roll back; may be run on any day."""
    path = Path(options.plan)
    try:
        document = parse_json(path.read_text(encoding="utf-8"))
    except ValueError:
        document = {}
    plan = parse_plan(document, path.name)
    readings = judge(plan, read_results(Path(options.results)))
    if options.json:
        rows = [asdict(one) | {"offline": one.offline.model_dump()} for one in readings]
        print(json.dumps([{key: _finite(value) for key, value in row.items()} for row in rows], indent=2))
        return
    for one in readings:
        print(f"{one.arm}: {VERDICTS[one.verdict]}")
        if math.isfinite(one.low):
            print(
                f"  {plan.outcome.name} {one.change:+.2%} ({one.low:+.2%} to {one.high:+.2%}), "
                f"{one.people} people; holds at every look"
            )
        if one.foretold is not None:
            agrees = "as foretold" if one.foretold else "not as foretold"
            print(f"  {agrees}: offline accuracy {percent(one.offline.value)}")


def replay(options: argparse.Namespace) -> int:
    """Compute a memo, bundle or decision.json again; exits with 1 where a figure comes out otherwise."""
    found = replaying.replay(Path(options.file), data=options.data, checkpoint=options.checkpoint)
    if options.json:
        print(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
    elif found.is_confirmed:
        print(f"Confirmed: all {found.confirmed} values of the {found.kind} come out the same.")
    else:
        print(f"{len(found.moved)} of {found.confirmed + len(found.moved)} values come out otherwise.")
        for one in found.moved:
            print(f"  {one.field}: was {one.was}, is {one.now}")
    if not options.json:
        said = ", ".join(found.causes) or "nothing"
        print(f"Changed since it was written: {said}.")
    return 0 if found.is_confirmed else 1


def serve(options: argparse.Namespace) -> None:
    """Answer over HTTP by an approved decision; a newer one for the same data takes over by itself."""
    from recsys_core.serving.run import serve as run  # FastAPI is loaded where it is needed

    run(options.decision, host=options.host, port=options.port)


def recheck(options: argparse.Namespace) -> int:
    """Check a decision on new data or a new model; exits with 0 inside the limits, 1 outside, 2 on error."""
    store = Store.open()
    found = saved.load(store, options.decision)
    bench = open_again(found.record, found.decision.name, data=options.data, checkpoint=options.checkpoint)
    check = rechecking.recheck(bench, found.record)
    rechecking.keep(store, found.decision.name, check, options.by)
    if options.json:
        print(json.dumps(check.to_dict(), indent=2, ensure_ascii=False))
    else:
        nearest = check.nearest
        print(f"{found.decision.name}: {'inside' if check.inside else 'not proven inside'} the limits.")
        print(
            f"  nearest: {nearest.group or nearest.name}, at worst {percent(nearest.bound)}, limit "
            f"{percent(nearest.limit)}, margin {percent(check.margin)}; {check.users} people of {check.data}"
        )
    return 0 if check.inside else 1


def _outcome(options: argparse.Namespace) -> Outcome | None:
    if options.rate is None and options.mean is None:
        return None
    if options.people_a_day is None:
        raise HandoffError(
            message(
                "handoff.no_traffic",
                "A plan needs to know how many new people a day there are. Name them with --people-a-day.",
            )
        )
    return outcome_of(
        rate=options.rate,
        mean=options.mean,
        deviation=options.deviation,
        smallest_loss=options.smallest_loss,
        people_a_day=options.people_a_day,
    )


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


@contextmanager
def _bar(what: str) -> Iterator[Any]:
    """A bar on stderr with the time left; gives what is called with the share done."""
    layout = "{desc} {percentage:3.0f}%|{bar}| {elapsed}, about {remaining} left"
    with tqdm(total=1.0, desc=what, file=sys.stderr, bar_format=layout, disable=None) as bar:
        yield lambda done: bar.update(done - bar.n)
