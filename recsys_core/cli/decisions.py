"""`decide`, `approve`, `retire` and `decisions`: decisions in the store from the command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recsys_core.cli.advise import add_options as add_limits
from recsys_core.cli.advise import limits_of
from recsys_core.cli.reading import add_reading, settings_of
from recsys_core.cli.splitting import add_split, split_of
from recsys_core.data.readers.columns import FLAGS
from recsys_core.errors import HandoffError
from recsys_core.handoff import comparison, deciding, decision_file, saved
from recsys_core.messages import message
from recsys_core.store import Decision, Event, Store
from recsys_core.workbench import shipping

Command = Callable[..., argparse.ArgumentParser]

AGAINST = {
    "other_method": "another method than the recommended one",
    "other_position": "another position than the recommended one",
    "rules": "rules are kept, which the figures do not hold",
    "not_declared": "the question was not declared before its figures were shown",
    "outside_limits": "not proven to stay inside the limits",
}
MEANING = {
    "lists": "people see other lists",
    "figures": "other figures",
    "promise": "another promise",
    "rests_on": "rests on something else",
}


def add_commands(command: Command, add_data: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the commands to the parser."""
    add = command("decide", decide)
    add_data(add)
    add.add_argument("--name", required=True, help="of the decision")
    add.add_argument("--by", required=True, metavar="WHO", help="who decides")
    add.add_argument("--reason", default="", help="why")
    add.add_argument("--checkpoint", help="folder of a checkpoint (default: the shipped one)")
    add.add_argument("--k", type=int, default=10, help="length of a list (default: 10)")
    add.add_argument("--json", action="store_true", help="print JSON")
    add_limits(add)
    for part, flag in FLAGS.items():
        add.add_argument(flag, dest=part, metavar="NAME", help=argparse.SUPPRESS)
    add_split(add)
    add_reading(add)
    for name, run in (("approve", approve), ("retire", retire)):
        add = command(name, run)
        add.add_argument("name", help="of the decision")
        add.add_argument("--by", required=True, metavar="WHO", help="who does this")
        add.add_argument("--reason", default="", help="why")
        add.add_argument("--json", action="store_true", help="print JSON")
        if run is approve:
            add.add_argument("--second", metavar="WHO", help="a second person, against the recommendation")
    add = command("decisions", decisions)
    add.add_argument("names", nargs="*", metavar="NAME", help="one to show, two to compare (default: list)")
    add.add_argument("--json", action="store_true", help="print JSON")


def decide(options: argparse.Namespace) -> None:
    """Keep the recommended setting as a decision, a draft at first."""
    columns = {part: getattr(options, part) for part in FLAGS if getattr(options, part, None)}
    folder = None if options.checkpoint is None else str(Path(options.checkpoint).resolve())
    bench = shipping.open_again(options.data, folder, columns, split_of(options), settings_of(options))
    limits = limits_of(options)
    bench.claims.refresh()
    if options.declare is not None and not bench.claims.is_declared(limits, options.k):
        bench.claims.declare(limits, options.k, options.declare)
    store = Store.open()
    chosen = deciding.recommended(bench, limits, options.k)
    opened = shipping.lasting_name(options.data)
    record = deciding.record_of(bench, opened, chosen, limits, options.k, columns=columns)
    bench.claims.note_shown(limits, options.k)
    decision = saved.save(store, options.name, record, options.by, reason=options.reason)
    _print(store, decision, options.json)


def approve(options: argparse.Namespace) -> None:
    """Approve a draft; against the recommendation that takes a reason and a second name."""
    store = Store.open()
    before = store.get(options.name)
    decision = store.approve(
        before.name, options.by, version=before.version, reason=options.reason, second=options.second
    )
    _print(store, decision, options.json)


def retire(options: argparse.Namespace) -> None:
    """Retire a decision; it stays readable."""
    store = Store.open()
    before = store.get(options.name)
    decision = store.retire(before.name, options.by, version=before.version, reason=options.reason)
    _print(store, decision, options.json)


def decisions(options: argparse.Namespace) -> None:
    """List decisions, show one with its history, or lay two side by side."""
    store = Store.open()
    if not options.names:
        _list(store, options.json)
    elif len(options.names) == 1:
        _print(store, store.get(options.names[0]), options.json)
    else:
        _compare(store, options.names, options.json)


def lines(found: saved.Saved) -> list[str]:
    """A decision in sentences."""
    setting, evidence, decision = found.record.setting, found.record.evidence, found.decision
    accuracy = evidence.accuracy
    said = [
        f"{decision.name}: {decision.state}; made by {decision.created_by}, "
        f"{decision.created_at:%Y-%m-%d %H:%M} UTC",
        f"  {setting.title}, {setting.position:g} of 100 (lambda {setting.lambda_:.4g}), "
        f"lists of {setting.k}",
        f"  accuracy {percent(accuracy.value)} ({percent(accuracy.low)} to {percent(accuracy.high)}), "
        f"{evidence.level:.1%} interval, {evidence.users} people",
        f"  data {found.record.data.title} ({found.record.data.content}), model {found.record.model.name}",
    ]
    if found.record.against_recommendation:
        reasons = "; ".join(AGAINST[one] for one in found.record.why_against)
        said.append(f"  against the recommendation: {reasons}")
    for event in found.history:
        second = event.payload.get("second") if event.kind == "approved" else None
        beside = f" with {second}" if second else ""
        reason = f": {event.reason}" if event.reason else ""
        result = f": {_check(event)}" if event.kind == "checked" else ""
        said.append(f"  {event.at:%Y-%m-%d %H:%M} UTC  {event.kind} by {event.by}{beside}{reason}{result}")
    return said


def _check(event: Event) -> str:
    """What a check found."""
    found = event.payload
    inside = "inside the limits" if found["inside"] else "not proven inside the limits"
    return f"{inside}, margin {percent(found['margin'])}, {found['users']} people of {found['data']}"


def percent(share: float | None) -> str:
    """A change in percent; "unknown" where there is none."""
    return "unknown" if share is None else f"{share:+.2%}"


def _print(store: Store, decision: Decision, as_json: bool) -> None:
    found = saved.load(store, decision.name)
    if as_json:
        file = decision_file.decision_file(decision, found.record, found.history)
        print(decision_file.render(file), end="")
        return
    print("\n".join(lines(found)))


def _list(store: Store, as_json: bool) -> None:
    found = store.list()
    if as_json:
        rows = [
            {
                "name": one.name,
                "state": one.state,
                "by": one.created_by,
                "at": one.created_at.isoformat(timespec="seconds"),
                "data": one.document.get("data", {}).get("title"),
                "method": one.document.get("setting", {}).get("method"),
                "position": one.document.get("setting", {}).get("position"),
            }
            for one in found
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for one in found:
        setting = one.document.get("setting", {})
        where = f"{setting.get('method', '?'):<12}{setting.get('position', 0):>6g}"
        print(f"{one.name:<24}{one.state:<10}{where}  {one.created_by}")


def _compare(store: Store, names: list[str], as_json: bool) -> None:
    if len(names) > 2:
        raise HandoffError(
            message(
                "handoff.too_many_names",
                "Name one decision to show it, or two to compare them; got {count}.",
                count=len(names),
            )
        )
    first, second = (saved.load(store, name) for name in names)
    found = comparison.compare(first.record, second.record)
    if as_json:
        rows: list[dict[str, Any]] = [vars(one) for one in found]
        print(json.dumps({"first": names[0], "second": names[1], "differences": rows}, indent=2))
        return
    if not found:
        print(f"{names[0]} and {names[1]} decide the same on the same grounds.")
    for one in found:
        print(f"{one.field:<34}{one.first!s:<22}{one.second!s:<22}{MEANING[one.meaning]}")
