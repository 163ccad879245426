"""Write a bundle: whole, or not at all."""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from recsys_core.errors import HandoffError
from recsys_core.handoff import decision_file
from recsys_core.handoff.bundle import manifest
from recsys_core.handoff.bundle.ids import typed
from recsys_core.handoff.bundle.items import write_items
from recsys_core.handoff.bundle.lists import write_lists
from recsys_core.handoff.bundle.portable import rerank as portable
from recsys_core.handoff.bundle.readme import readme
from recsys_core.handoff.deciding import rules_of
from recsys_core.handoff.engines import recipes
from recsys_core.handoff.engines.translate import mmr_setting
from recsys_core.handoff.opening import check_same
from recsys_core.handoff.record import Record
from recsys_core.handoff.saved import Saved
from recsys_core.handoff.trial.plan import Outcome, plan_of
from recsys_core.messages import message
from recsys_core.runtime.files import UNFINISHED, replace_folder
from recsys_core.workbench import Workbench, reference_cases, shipping

SCHEMA_FILE, RERANK, GOLDEN, PLAN, ENGINES, README = (
    "decision.schema.json", "rerank.py", "golden.json", "ab_plan.json", "engines.md", "README.md",
)  # fmt: skip
_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LISTS_SHARE = 0.6  # of the progress; the rest takes as long for few people as for many


def export(
    bench: Workbench,
    found: Saved,
    out: Path,
    *,
    outcome: Outcome | None = None,
    report: Callable[[float], object] = lambda share: None,
) -> Path:
    """Write everything that an engineer needs to ship a decision.

    The bundle is made beside ``out`` and takes its name when it is whole. People's lists are written a chunk
    at a time: memory does not grow with their number.

    Args:
        bench: the data and model of the decision.
        found: the decision.
        out: a folder that does not exist, or an older bundle, which is replaced.
        outcome: what an A/B test is to measure; None leaves the plan out.
        report: called with the share that is done.

    Returns:
        ``out``.

    Raises:
        HandoffError: the data, the model or the lists are no longer those of the decision, ``out`` holds
            something else, or the disk is full.
        OSError: ``out`` cannot be written.
    """
    name, record = found.decision.name, found.record
    check_same(bench, record, name)
    if out.exists() and not (out.is_dir() and (manifest.is_bundle(out) or not any(out.iterdir()))):
        raise HandoffError(
            message(
                "handoff.out_taken",
                "{folder} holds something else than a bundle. Name a folder that does not exist.",
                folder=out,
            )
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-", suffix=UNFINISHED))
    try:
        _fill(made, bench, found, outcome, report)
        made.chmod(0o755)
        if out.exists() and not any(out.iterdir()):
            out.rmdir()
        replace_folder(made, out)
    except OSError as error:
        if error.errno in _ROOM:
            raise _no_room(out) from error
        raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    report(1.0)
    return out


def _fill(
    folder: Path, bench: Workbench, found: Saved, outcome: Outcome | None, report: Callable[[float], object]
) -> None:
    record, setting = found.record, found.record.setting
    file = decision_file.decision_file(found.decision, record, found.history)
    chunks = shipping.lists_of(bench, setting.method, setting.lambda_, setting.k, rules_of(record))
    hashes = write_lists(folder, bench, chunks, lambda share: report(_LISTS_SHARE * share))
    expected = record.fingerprints
    if hashes != {"before": expected.before, "after": expected.after}:
        raise HandoffError(
            message(
                "handoff.other_lists",
                "The lists of decision “{name}” come out otherwise than when it was made: the code has "
                "changed since version {version}. Decide anew, or export with that version.",
                name=found.decision.name,
                version=record.equipoise,
            )
        )
    (folder / decision_file.NAME).write_text(decision_file.render(file), encoding="utf-8")
    schema = json.dumps(decision_file.json_schema(), indent=2, ensure_ascii=False) + "\n"
    (folder / SCHEMA_FILE).write_text(schema, encoding="utf-8")
    write_items(folder, bench, record)
    report(0.65)
    n_golden = _write_portable(folder, bench, record)
    report(0.75)
    if outcome is not None:
        plan = plan_of(bench, record, found.decision.name, outcome)
        (folder / PLAN).write_text(json.dumps(plan.to_dict(), indent=2) + "\n", encoding="utf-8")
    engines = recipes.text(record, mmr_setting(bench, record))
    (folder / ENGINES).write_text(engines, encoding="utf-8")
    report(0.95)
    examples = typed(bench.dataset.item_ids[:3]).to_pylist()
    (folder / README).write_text(
        readme(file, n_golden, examples, has_plan=outcome is not None), encoding="utf-8"
    )
    manifest.write_manifest(folder, found.decision.name)


def _write_portable(folder: Path, bench: Workbench, record: Record) -> int:
    """rerank.py with its golden cases, checked here first."""
    setting = record.setting
    cases = reference_cases.reference_cases(bench, setting.method, setting.lambda_, setting.k)
    golden = folder / GOLDEN
    golden.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    shutil.copyfile(portable.__file__, folder / RERANK)
    n, wrong = portable.check(golden)
    if wrong:
        raise HandoffError(
            message(
                "handoff.golden_failed",
                "rerank.py gives other lists than the engine in {count} of {n_cases} cases: no bundle was "
                "written. Report this with the name of the method, {method}.",
                count=len(wrong),
                n_cases=n,
                method=setting.method,
            )
        )
    return n


def _no_room(out: Path) -> HandoffError:
    return HandoffError(
        message(
            "handoff.disk_full",
            "The disk of {folder} is full: no bundle was written. Free some space and export again.",
            folder=out.parent,
        )
    )
