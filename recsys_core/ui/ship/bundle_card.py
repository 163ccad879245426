"""The bundle: what an engineer gets, made on the server with progress, then downloaded."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from recsys_core import config
from recsys_core.errors import RecsysError
from recsys_core.handoff.bundle import manifest
from recsys_core.handoff.bundle.export import ENGINES, PLAN, export
from recsys_core.handoff.saved import Saved
from recsys_core.handoff.trial.plan import Outcome, outcome_of
from recsys_core.runtime.files import UNFINISHED
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.ship import asking
from recsys_core.ui.ship.opening import bench_of
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

logger = logging.getLogger(__name__)

_FIELDS = ("ship_rate", "ship_loss", "ship_people")
_CONTENTS = {
    "lists": ("lists.parquet", "lists.csv", "lists.jsonl"),
    "decision": ("decision.json", "decision.schema.json"),
    "rerank": ("rerank.py", "golden.json", "items.parquet", "tastes.parquet"),
    "plan": (PLAN,),
    "engines": (ENGINES,),
    "readme": ("README.md", manifest.NAME),
}


def render(page: Page, found: Saved) -> None:
    """What is in it, a button that makes it, and a button that downloads it."""
    words = page.words
    st.subheader(words("ship.bundle"), anchor=False)
    folder = folder_of(found)
    archive = folder.with_suffix(".zip")
    fields = asking.take("make")
    if fields is not None:
        _make(page, found, folder, fields)
    asking.say_refusal("make")
    is_made = archive.is_file() and manifest.is_bundle(folder)
    st.table(_contents(folder if is_made else None, found, words), border="horizontal", hide_index=True)
    with st.expander(words("ship.plan"), key="ship_plan"):
        _plan(words)
    with st.container(horizontal=True):
        st.button(
            words("ship.make"), key="ship_make", type="secondary" if is_made else "primary",
            on_click=asking.ask, args=("make", *_FIELDS),
        )  # fmt: skip
        if is_made:
            megabytes = words.plain(archive.stat().st_size / 1e6, 1)
            st.download_button(
                words("ship.download", size=megabytes),
                archive.read_bytes,
                f"equipoise-{_slug(found.decision.name)}.zip",
                "application/zip",
                key="ship_download",
                type="primary",
                on_click="ignore",
            )


def folder_of(found: Saved) -> Path:
    """Where the bundle of a decision lies: another place for each version, so that none is out of date."""
    return config.state_root() / "bundles" / f"{found.decision.number:04d}-{found.decision.version}"


def _make(page: Page, found: Saved, folder: Path, fields: Mapping[str, Any]) -> None:
    """Write the bundle and its archive, whole or not at all."""
    words, bar, cancel = page.words, st.empty(), st.empty()
    archive = folder.with_suffix(".zip")
    # A click starts the page anew: this run ends where it next says how far it is, and tidies up.
    cancel.button(
        words("ship.cancel"), key="ship_cancel", on_click=asking.done, args=(words("ship.cancelled"),)
    )
    try:
        outcome = _outcome(fields)
        bench = bench_of(page, found.record, found.decision.name)
        export(bench, found, folder, outcome=outcome, report=_progress(bar, words))
        archive.unlink(missing_ok=True)  # an older one would be taken for this one
        with tempfile.TemporaryDirectory(dir=folder.parent, suffix=UNFINISHED) as room:
            Path(shutil.make_archive(f"{room}/bundle", "zip", folder)).replace(archive)
    except RecsysError as error:
        asking.refuse("make", words.error(error))
    except OSError as error:
        logger.warning("a bundle could not be written: %s", error)
        asking.refuse("make", words("ship.not_written"))
    bar.empty()
    cancel.empty()


def _progress(bar: st.delta_generator.DeltaGenerator, words: Words) -> Callable[[float], None]:
    """What is called with the share done: shows it with the time left."""
    began = time.monotonic()

    def show(share: float) -> None:
        passed = time.monotonic() - began
        left = passed / share * (1 - share) if share > 0 else 0.0
        bar.progress(min(share, 1.0), words("ship.writing", seconds=words.plain(left, 0)))

    return show


def _plan(words: Words) -> None:
    """Fields for what an A/B test is to measure."""
    st.caption(words("ship.plan_note"))
    left, middle, right = st.columns(3)
    left.number_input(words("ship.rate"), 0.0, 100.0, None, 0.1, key="ship_rate")
    middle.number_input(words("ship.smallest_loss"), 0.1, 99.0, 2.0, 0.1, key="ship_loss")
    right.number_input(words("ship.people_a_day"), 1, None, None, 1, key="ship_people")


def _outcome(fields: Mapping[str, Any]) -> Outcome | None:
    """What was entered there, None where it is not enough for a plan.

    Raises:
        HandoffError: it cannot be used.
    """
    rate, loss, people = (fields[key] for key in _FIELDS)
    if rate is None or loss is None or people is None:
        return None
    return outcome_of(rate=rate / 100, smallest_loss=loss / 100, people_a_day=int(people))


def _contents(folder: Path | None, found: Saved, words: Words) -> dict[str, list[str]]:
    """What the bundle holds, with sizes once it is made."""
    people = words.count(found.record.data.users)
    rows: list[tuple[str, str]] = []
    for name, files in _CONTENTS.items():
        if name == "plan" and (folder is None or not (folder / PLAN).is_file()):
            continue
        text = words(f"ship.holds_{name}", people=people, k=found.record.setting.k)
        size = "" if folder is None else _size([folder / file for file in files], words)
        rows.append((f"**{escape_markdown(words(f'ship.part_{name}'))}**  \n{escape_markdown(text)}", size))
    return {words("ship.what"): [row[0] for row in rows], words("ship.size"): [row[1] for row in rows]}


def _size(files: list[Path], words: Words) -> str:
    total = 0
    for file in files:
        total += file.stat().st_size if file.is_file() else 0
    if total >= 1_000_000:
        return words("ship.megabytes", n_mb=words.plain(total / 1e6, 1))
    return words("ship.kilobytes", n_kb=words.plain(max(total, 1000) / 1e3, 0))


def _slug(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "decision"
