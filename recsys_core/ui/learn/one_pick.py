"""Lesson 1, the greedy loop one pick at a time: who comes next, and why?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.ui.learn import bars, figures, films, marking
from recsys_core.ui.learn.marking import Mark
from recsys_core.ui.shell import state
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import GreedyStep, greedy_steps

LAMBDA = 0.4
EXERCISE_LAMBDA = 0.2
EXERCISE_FILM = 1
TOLERANCE = 0.006
_NUMBER = "learn_pick_number"
_STEP, _REVEALED, _GUESSES = "learn_pick_step", "learn_pick_revealed", "learn_pick_guesses"


def render(words: Words) -> None:
    """The candidates with both terms on the left, the list and the question on the right."""
    steps = greedy_steps(films.RELEVANCE, films.similarity(), films.PLACES, LAMBDA)
    rank = min(max(state.widget(_STEP, 0), 0), films.PLACES - 1)
    revealed = rank in state.widget(_REVEALED, frozenset())
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_terms"):
        _candidates(words, steps[rank], rank, revealed)
    with right.container(key="card_learn_pick"):
        _question(words, steps, rank, revealed)
    with right.container(key="card_learn_pick_exercise"):
        _exercise(words)
    marking.teacher(words, "pick")


def _candidates(words: Words, step: GreedyStep, rank: int, revealed: bool) -> None:
    titles = films.titles(words)
    st.header(words("learn.pick.terms", place=rank + 1))
    st.caption(words("learn.pick.legend", rest=words.plain(1 - LAMBDA, 1), lambda_=words.plain(LAMBDA, 1)))
    spoken = [
        words(
            "learn.pick.bar",
            film=titles[film],
            relevance=words.plain(step.relevance[film], bars.DIGITS),
            redundancy=words.plain(step.redundancy[film], bars.DIGITS),
            total=words.plain(step.total[film], bars.DIGITS) if revealed else "?",
        )
        for film in range(len(titles))
        if step.open[film]
    ]
    figure = bars.terms(
        titles,
        words,
        step.relevance,
        step.redundancy,
        step.total.tolist() if revealed else None,
        step.shown,
        step.picked if revealed else None,
    )
    figures.show(figure, key="learn_terms", alt=" ".join(spoken))
    with st.container(horizontal=True):
        film = step.picked if revealed else _closest_open(step)
        marking.formula(words, _formula(step, film, titles[film], revealed))
        with st.popover(words("learn.table")):
            st.table(_table(words, step, revealed), hide_index=True)


def _closest_open(step: GreedyStep) -> int:
    """The open film with the largest relevance: an example that gives nothing away."""
    return int(step.open.argmax())


def _formula(step: GreedyStep, film: int, title: str, revealed: bool) -> list[str]:
    similar = 0.0 if not step.shown else step.redundancy[film] / LAMBDA
    filled = rf"{1 - LAMBDA:.1f}\cdot{films.RELEVANCE[film]:.2f}-{LAMBDA:.1f}\cdot{similar:.2f}"
    total = f"{step.total[film]:.{bars.DIGITS}f}" if revealed else "?"
    return [
        r"\text{score}(i)=(1-\lambda)\cdot\text{relevance}(i)-\lambda\cdot\max_{j\in\text{list}}\text{similarity}(i,j)",
        rf"\text{{{title}}}:\quad {filled}={total}",
    ]


def _table(words: Words, step: GreedyStep, revealed: bool) -> pd.DataFrame:
    titles = films.titles(words)
    rows = []
    for film in range(len(titles)):
        if not step.open[film]:
            continue
        closest = titles[step.closest[film]] if step.shown else words("learn.nothing")
        worth, repeats, total = (
            words.plain(values[film], bars.DIGITS) for values in (step.relevance, step.redundancy, step.total)
        )
        cells = (words.plain(films.RELEVANCE[film], 2), worth, closest, repeats, total if revealed else "?")
        rows.append((titles[film], films.labels(words, film), *cells))
    heads = ("film", "labels", "relevance", "worth", "closest", "repeats", "total")
    return pd.DataFrame(rows, columns=[words(f"learn.column.{head}", lambda_=LAMBDA) for head in heads])


def _question(words: Words, steps: list[GreedyStep], rank: int, revealed: bool) -> None:
    titles, step = films.titles(words), steps[rank]
    st.header(words("learn.pick.list"))
    shown = [*step.shown, *([step.picked] if revealed else [])]
    lines = [
        f"{place + 1}. {titles[shown[place]] if place < len(shown) else '…'}" for place in range(films.PLACES)
    ]
    st.markdown("\n".join(lines))
    guesses = dict(state.widget(_GUESSES, {}))
    if not revealed:
        guess = st.pills(
            words("learn.pick.ask", place=rank + 1),
            [film for film in range(len(titles)) if step.open[film]],
            format_func=lambda film: titles[film],
            key=f"learn_pick_guess_{rank}",
        )
        st.button(
            words("learn.reveal"),
            key="learn_pick_reveal",
            type="primary",
            disabled=guess is None,
            on_click=_reveal,
            args=(rank, guess),
        )
        return
    marking.verdict(words, Mark(guesses.get(rank) == step.picked, _why(words, step)), wrong="learn.otherwise")
    with st.container(horizontal=True):
        if rank + 1 < films.PLACES:
            st.button(
                words("learn.pick.next"),
                key="learn_pick_next",
                type="primary",
                on_click=_go,
                args=(rank + 1,),
            )
        if rank > 0:
            st.button(words("learn.pick.back"), key="learn_pick_back", on_click=_go, args=(rank - 1,))
    if rank + 1 == films.PLACES:
        hits = sum(guesses.get(place) == one.picked for place, one in enumerate(steps))
        st.markdown(words("learn.pick.done", hits=hits, places=films.PLACES))


def _why(words: Words, step: GreedyStep) -> str:
    titles = films.titles(words)
    other = step.runner_up
    values = {"film": titles[step.picked], "total": words.plain(step.total[step.picked], bars.DIGITS)}
    if not step.shown:
        return words("learn.pick.first", **values)
    if other is None:
        return words("learn.pick.only", **values)
    values |= {"other": titles[other], "other_total": words.plain(step.total[other], bars.DIGITS)}
    return words("learn.pick.why", **values)


def _go(rank: int) -> None:
    state.set_widget(_STEP, rank)


def _reveal(rank: int, guess: int) -> None:
    state.set_widget(_GUESSES, state.widget(_GUESSES, {}) | {rank: guess})
    state.set_widget(_REVEALED, state.widget(_REVEALED, frozenset()) | {rank})


def _exercise(words: Words) -> None:
    film = EXERCISE_FILM
    step = greedy_steps(films.RELEVANCE, films.similarity(), 2, EXERCISE_LAMBDA)[1]
    similar = step.redundancy[film] / EXERCISE_LAMBDA
    titles = films.titles(words)
    facts = {
        "lambda_": f"{EXERCISE_LAMBDA:.1f}",
        "film": titles[film],
        "shown": titles[step.shown[0]],
        "relevance": f"{films.RELEVANCE[film]:.2f}",
        "similarity": f"{similar:.2f}",
    }
    marking.task(words, "pick", **facts)
    answer = float(step.total[film])
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.number_input(
        words("learn.pick.answer"),
        value=None,  # and no limits: a number beyond them would never arrive, and the old verdict would stay
        step=0.01,
        format="%.2f",
        key=_NUMBER,
        persist_state="session",
    )

    def mark(given: float) -> Mark:
        rest = f"{1 - EXERCISE_LAMBDA:.1f}"
        if abs(given - answer) > TOLERANCE:
            return Mark(False, words("learn.pick.hint", lambda_=f"{EXERCISE_LAMBDA:.1f}", rest=rest))
        filled = f"{rest} × {films.RELEVANCE[film]:.2f} − {EXERCISE_LAMBDA:.1f} × {similar:.2f}"
        return Mark(True, words("learn.pick.solved", filled=filled, answer=words.plain(answer, 2)))

    marking.exercise(words, "pick", lambda: state.widget(_NUMBER), mark, row)
