"""The health report on screen and as a download: counts, findings and what they mean."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.data.dataset import Dataset
from recsys_core.data.finding import Finding
from recsys_core.data.health.report import HealthReport, check_health
from recsys_core.runtime.cache import KeyedCache
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.safe_csv import safe_csv

_SHARES = ("density", "liked_share")
_REPORTS = KeyedCache(16)  # also of uploads that are no data set yet


def _report(dataset: Dataset) -> HealthReport:
    """The report of a data set, made once for all visitors."""
    found: HealthReport = _REPORTS.get((dataset.content, dataset.notes), lambda: check_health(dataset))
    return found


def render(dataset: Dataset, words: Words, key: str) -> None:
    """Show counts, findings and the download button.

    Args:
        dataset: the data to report on.
        words: texts in the visitor's language.
        key: prefix of the widgets' keys; tells two reports on one page apart.
    """
    report = _report(dataset)
    st.caption(escape_markdown(words("data.health.of", data=dataset.title)))
    with st.container(horizontal=True, gap="medium"):
        for name, value in report.counts.items():
            help_ = words.known(f"data.help.{name}", "") or None
            shown = _count_text(name, value, words)
            st.metric(words(f"data.count.{name}"), shown, help=help_, width="content")
    if not report.findings:
        st.write(words("data.clean"))
        return
    for finding in report.findings:
        with st.container(key=f"{key}_finding_{finding.key}", gap="xxsmall"):
            _render_finding(finding, words)
    st.download_button(
        words("data.download"),
        safe_csv(findings_table(report, words)),
        f"health-{dataset.fingerprint}.csv",
        "text/csv",
        key=f"{key}_download",
        on_click="ignore",
    )


def findings_table(report: HealthReport, words: Words) -> pd.DataFrame:
    """One row a finding, in the visitor's language."""
    heads = [words(f"data.{name}") for name in ("found", "done", "means")]
    return pd.DataFrame([_texts(finding, words) for finding in report.findings], columns=heads)


def _render_finding(finding: Finding, words: Words) -> None:
    found, fix, consequence = map(escape_markdown, _texts(finding, words))
    st.markdown(f"**{found}**")
    left, right = st.columns(2)
    left.caption(f"{words('data.done')}: {fix}")
    right.caption(f"{words('data.means')}: {consequence}")


def _texts(finding: Finding, words: Words) -> tuple[str, str, str]:
    return words.message(finding.found), words.message(finding.fix), words.message(finding.consequence)


def _count_text(name: str, value: float, words: Words) -> str:
    if name in _SHARES:
        return words.plain(value * 100, 1) + "%"
    return words.plain(value, 2) if name == "popularity_gini" else words.count(round(value))
