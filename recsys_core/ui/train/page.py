"""The Train page as a whole: a new training on the left, the open one on the right, all of them below."""

from __future__ import annotations

import streamlit as st

from recsys_core import config
from recsys_core.errors import RecsysError
from recsys_core.jobs import Run
from recsys_core.ui.shell import session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.train import all_runs, form, live, outcome


def address() -> dict[str, str]:
    """The page's own key of the address: ``job`` is the training that is shown."""
    asked = st.query_params.get("job") or visit_state().training or _underway()
    visit_state().training = asked
    return {"job": asked} if asked else {}


def _underway() -> str:
    """The id of the training that runs now, the default to show."""
    return next((run.id for run in reversed(session.runs().all()) if not run.ended), "")


def open_run(run_id: str) -> None:
    """Show this training from the next run of the page on."""
    visit_state().training = run_id
    st.query_params["job"] = run_id


def close_run() -> None:
    """Show no finished training from the next run of the page on."""
    visit_state().training = ""
    st.query_params.pop("job", None)


def render(page: Page) -> None:
    """Everything below the header."""
    words, bench = page.words, page.bench
    st.title(words("train.title"), anchor=False)
    if bench.is_scored:
        with st.container(key="card_no_training"):
            st.subheader(words("train.scored"), anchor=False)
            st.write(words("train.scored_next"))
            if st.button(words("train.scored_data"), key="train_data", type="primary"):
                st.switch_page(config.project_root() / "pages" / "data.py")
        return
    counts = {
        "users": words.count(len(bench.user_ids)),
        "items": words.count(len(bench.dataset.item_ids)),
        "rows": words.count(len(bench.dataset.interactions)),
    }
    about = escape_markdown(words("train.about", data=bench.dataset.title, **counts))
    st.caption(f"{about} {words('train.rules')}")
    runs = session.runs().all()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        with st.container(key="card_new_training"):
            form.render(page, runs, visit_state().training, open_run)
    with right:
        finished = show(page, runs)
    # Beside a comparison, which is long, the left has room; beside an empty card the right has.
    with left if finished else right, st.container(key="card_expect"):
        form.expect(words)
    with st.container(key="card_all_trainings"):
        all_runs.render(page, runs, open_run)


def show(page: Page, runs: list[Run]) -> bool:
    """Show the open training or a placeholder; returns whether it is finished."""
    words, asked = page.words, visit_state().training
    # The same look as the table's, so that both say the same.
    run = next((run for run in runs if run.id == asked), None)
    if asked and run is None:
        try:
            run = session.runs().get(asked)
        except RecsysError as error:
            st.info(escape_markdown(words.error(error)))
    if run is None:
        with st.container(key="card_no_training"):
            st.subheader(words("train.none"), anchor=False)
            st.write(words("train.none.line"))
        return False
    with st.container(key="card_training"):
        live.render(page, run)
    if run.state == "done":
        with st.container(key="card_result"):
            outcome.render(page, run, close_run)
    return run.state == "done"
