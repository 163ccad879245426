"""The health report on screen: counts, findings with what they mean, and as a file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.data.dataset import Dataset
from recsys_core.data.health import Finding, HealthReport, check
from recsys_core.ui.datapage.safe_csv import safe_csv
from recsys_core.ui.language import Words
from recsys_core.ui.literal import literal
from recsys_core.ui.sentences import plain

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
    """What was found, done, and what it means; in the engine's English where a language has no words."""
    key = f"data.finding.{finding.what}"
    sentence = words.known(key, "").format(rows=f"{finding.rows:,}")
    return (
        sentence or finding.sentence,
        words.known(f"{key}.fix", finding.fix),
        words.known(f"{key}.means", finding.consequence),
    )


def table(found: HealthReport, words: Words) -> pd.DataFrame:
    """The findings as rows."""
    heads = [words(f"data.{name}") for name in ("found", "done", "means")]
    return pd.DataFrame([told(finding, words) for finding in found.findings], columns=heads)


def _shown(name: str, value: float) -> str:
    if name in _SHARES:
        return plain(value * 100, 1) + "%"
    return plain(value, 2) if name == "popularity_gini" else f"{value:,.0f}"
