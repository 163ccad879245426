"""Compute a decision, a bundle or a memo again, and confirm every figure or name what has changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from recsys_core import __version__
from recsys_core.handoff import decision_file, memo_file
from recsys_core.handoff.bundle import manifest
from recsys_core.handoff.deciding import Chosen, limits_of, record_of, rules_of
from recsys_core.handoff.opening import open_again
from recsys_core.handoff.record import Record
from recsys_core.workbench import Workbench, shipping
from recsys_core.workbench.results import Limits

Cause = Literal["data", "model", "protocol", "code", "claims"]
_CLOSE = 1e-9  # relative: another processor may round the last digits otherwise


@dataclass(frozen=True)
class Moved:
    """A figure that came out otherwise: where it stands, what it was, what it is now."""

    field: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Replay:
    """What came of it.

    Attributes:
        kind: of the file.
        confirmed: number of values that came out the same.
        moved: those that did not.
        causes: what has changed since the file was written; it explains what moved.
    """

    kind: Literal["decision", "bundle", "memo"]
    confirmed: int
    moved: tuple[Moved, ...]
    causes: tuple[Cause, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether every figure came out the same."""
        return not self.moved

    def to_dict(self) -> dict[str, Any]:
        """The replay as JSON-able values."""
        return {
            "kind": self.kind,
            "confirmed": self.confirmed,
            "is_confirmed": self.is_confirmed,
            "moved": [vars(one) for one in self.moved],
            "changed": list(self.causes),
        }


def replay(path: Path, *, data: str | None = None, checkpoint: str | None = None) -> Replay:
    """Compute what a file says again.

    Args:
        path: decision.json, the folder of a bundle, or a memo (HTML).
        data: the data, where they have moved; None for those that the file names.
        checkpoint: the model, likewise.

    Raises:
        HandoffError: the file was changed since it was written, is none of these, or its data or model are
            gone.
        OSError: it cannot be read.
    """
    if path.is_dir():
        manifest.check_manifest(path)
        found = _decision(path / decision_file.NAME, data, checkpoint)
        return Replay("bundle", found.confirmed, found.moved, found.causes)
    if path.suffix.lower() in (".html", ".htm"):
        return _memo(path, data, checkpoint)
    return _decision(path, data, checkpoint)


def again(bench: Workbench, record: Record) -> Record:
    """The record of the same setting, made anew with intervals of the same level."""
    setting = record.setting
    chosen = Chosen(setting.method, setting.takes_over_at, setting.position / 100)
    return record_of(
        bench,
        record.data.opened,
        chosen,
        limits_of(record),
        setting.k,
        rules=rules_of(record),
        columns=record.data.columns,
        level=record.evidence.level,
    )


def _decision(path: Path, data: str | None, checkpoint: str | None) -> Replay:
    file = decision_file.parse(path.read_text(encoding="utf-8", errors="replace"), path.name)
    record = file.record
    bench = open_again(record, file.name, data=data, checkpoint=checkpoint)
    bench.claims.refresh()
    now = again(bench, record)
    same, moved = _compared(_figures(record.to_dict()), _figures(now.to_dict()))
    causes = _causes(bench, record.to_dict(), bench.claims.count)
    return Replay("decision", same, moved, causes)


def _memo(path: Path, data: str | None, checkpoint: str | None) -> Replay:
    held = memo_file.parse(path.read_text(encoding="utf-8", errors="replace"), path.name)
    opened = data or held["protocol"]["data"]
    bench = shipping.open_again(
        opened, checkpoint, {}, shipping.split_in(held["protocol"]), shipping.settings_in(held["protocol"])
    )
    bench.claims.refresh()
    limits, level = Limits(**held["limits"]), float(held["level"])
    now: dict[str, Any] = {"protocol": bench.protocol_card(), "bench": bench.key}
    if held["recommendation"] is not None:
        found = shipping.recommended_at(bench, limits, k=int(held["k"]), level=level)
        now["recommendation"] = found.to_dict()
    scale = bench.scale(held["reranker"], k=int(held["k"]))
    now["position"] = held["position"]
    if math.isclose(scale.lambda_for(held["position"] / 100), held["lambda"], rel_tol=_CLOSE):
        now["lambda"] = held["lambda"]  # at a position; elsewhere it is the visitor's own
    same, moved = _compared({key: held[key] for key in now}, now)
    described = {
        "data": {"content": None},
        "protocol": held["protocol"],
        "fingerprints": {"bench": held["bench"]},
        "evidence": {"claims": held["claims"]},
    }
    return Replay("memo", same, moved, _causes(bench, described, bench.claims.count))


def _figures(record: Mapping[str, Any]) -> dict[str, Any]:
    """What of a record is computed: not names, versions and what was declared meanwhile."""
    evidence = {key: one for key, one in record["evidence"].items() if key not in ("claims", "declared")}
    kept = {key: record[key] for key in ("setting", "protocol")}
    counts = {key: record["data"][key] for key in ("content", "users", "items", "interactions")}
    hashes = {key: record["fingerprints"][key] for key in ("bench", "before", "after")}
    return {**kept, "data": counts, "evidence": evidence, "fingerprints": hashes}


def _causes(bench: Workbench, was: Mapping[str, Any], claims: int) -> tuple[Cause, ...]:
    """What has changed between then and now."""
    found: list[Cause] = []
    protocol, now = dict(was["protocol"]), bench.protocol_card()
    if was["data"]["content"] is not None:
        if was["data"]["content"] != bench.dataset.content:
            found.append("data")
        if was["model"]["fingerprint"] != shipping.model_fingerprint(bench):
            found.append("model")
        if (was["fingerprints"]["engine"], was["equipoise"]) != (shipping.engine_fingerprint(), __version__):
            found.append("code")
    elif was["fingerprints"]["bench"] != bench.key:
        same_data = protocol.get("fingerprint") == bench.dataset.fingerprint
        found.append("model" if same_data else "data")
    measured = bench.protocol.to_dict()
    if {key: protocol.get(key) for key in measured} != {key: now.get(key) for key in measured}:
        found.append("protocol")
    if was["evidence"]["claims"] != claims:
        found.append("claims")
    return tuple(found)


def _compared(was: Any, now: Any) -> tuple[int, tuple[Moved, ...]]:
    """Number of equal values, and those that differ."""
    pairs = list(_walk(was, now, ""))
    moved = tuple(Moved(*pair) for pair in pairs if not _same(pair[1], pair[2]))
    return len(pairs) - len(moved), moved


def _walk(was: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys([*was, *now]):
            yield from _walk(was.get(key), now.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(was, list | tuple) and isinstance(now, list | tuple) and len(was) == len(now):
        for at, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _walk(one, other, f"{path}[{at}]")
    else:
        yield path, was, now


def _same(was: Any, now: Any) -> bool:
    numbers = isinstance(was, int | float) and isinstance(now, int | float)
    if numbers and not isinstance(was, bool) and not isinstance(now, bool):
        return math.isclose(was, now, rel_tol=_CLOSE, abs_tol=1e-12)
    return bool(was == now)
