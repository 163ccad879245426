"""The health report on screen: counts, findings with what they mean, and as a file."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from recsys_core.data.dataset import Dataset
from recsys_core.data.health.report import Finding, HealthReport, check
from recsys_core.ui.data.safe_csv import safe_csv
from recsys_core.ui.text.escape import literal
from recsys_core.ui.text.sentences import plain
from recsys_core.ui.text.words import Words

_NUMBER = re.compile(r"(?<!\w)-?(?:\d[\d,.]*\d|\d)%?")
_FIRST = re.compile(r" \((?:first: )?(?:row (\d+) of ([^,]+)(?:, )?)?('.*')?\)\.$")
_SHARES = ("density", "liked_share")


@st.cache_resource(show_spinner=False, max_entries=16)
def report(fingerprint: str, notes: tuple[str, ...], _dataset: Dataset) -> HealthReport:
    """The report of a data set, made once for everybody."""
    return check(_dataset)


def draw(dataset: Dataset, words: Words, key: str) -> None:
    """Counts, findings and the report as a file.

    Args:
        dataset: what to report on.
        words: the interface in the visitor's language.
        key: tells reports on one page apart.
    """
    found = report(dataset.fingerprint, dataset.notes, dataset)
    st.caption(literal(words("data.health.of", data=dataset.title)))
    with st.container(horizontal=True, gap="medium"):
        for name, value in found.counts.items():
            help_ = words.known(f"data.help.{name}", "") or None
            st.metric(words(f"data.count.{name}"), _shown(name, value), help=help_, width="content")
    if not found.findings:
        st.write(words("data.clean"))
        return
    for finding in found.findings:
        with st.container(key=f"{key}_finding_{finding.what}", gap="xxsmall"):
            sentence, fix, means = told(finding, words)
            st.markdown(f"**{literal(sentence)}**")
            done, meaning = st.columns(2)
            done.caption(f"{words('data.done')}: {literal(fix)}")
            meaning.caption(f"{words('data.means')}: {literal(means)}")
    st.download_button(
        words("data.download"),
        safe_csv(table(found, words)),
        f"health-{dataset.fingerprint}.csv",
        "text/csv",
        key=f"{key}_download",
        on_click="ignore",
    )


def told(finding: Finding, words: Words) -> tuple[str, str, str]:
    """What was found, done, and what it means; in the engine's English where a language has no words.

    Other words take their numbers, and what is named as the first case, from the English ones: ``said[0]`` is
    the first number of a sentence.
    """
    key = f"data.finding.{finding.what}"
    first = _FIRST.search(finding.sentence)
    bare = finding.sentence[: first.start()] if first else finding.sentence

    def put(name: str, english: str, said: str) -> str:
        return words.known(name, english.replace("{", "{{").replace("}", "}}")).format(
            rows=f"{finding.rows:,}", said=_NUMBER.findall(said)
        )

    sentence = put(key, finding.sentence, bare)
    if first and words.known(key, ""):
        row, file, value = (part or "" for part in first.groups())
        where = words.known("data.finding.row", "").format(row=row, file=file) if row else ""
        case = " ".join(part for part in (where, value) if part)
        sentence = words.known("data.finding.first", "").format(sentence=sentence.rstrip("。"), first=case)
    return (
        sentence,
        put(f"{key}.fix", finding.fix, finding.fix),
        put(f"{key}.means", finding.consequence, finding.consequence),
    )


def table(found: HealthReport, words: Words) -> pd.DataFrame:
    """The findings as rows."""
    heads = [words(f"data.{name}") for name in ("found", "done", "means")]
    return pd.DataFrame([told(finding, words) for finding in found.findings], columns=heads)


def _shown(name: str, value: float) -> str:
    if name in _SHARES:
        return plain(value * 100, 1) + "%"
    return plain(value, 2) if name == "popularity_gini" else f"{value:,.0f}"
