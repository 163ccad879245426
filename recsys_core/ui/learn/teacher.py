"""The teacher's part of a class: the code, answers as they arrive, the note, the exercise, the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from html import escape
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from recsys_core.store import Tally
from recsys_core.ui.learn import bars, figures, place, rooms, worksheet
from recsys_core.ui.learn.lesson import Lesson, Question
from recsys_core.ui.learn.lessons import LESSONS, of_plan
from recsys_core.ui.learn.place import Place
from recsys_core.ui.learn.results import results
from recsys_core.ui.learn.seats import Teacher
from recsys_core.ui.shell import state, visit
from recsys_core.ui.widgets.safe_csv import safe_csv

EVERY_SECONDS = 1.0
_QUESTION = "learn_teacher_question"
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_INK, _PAPER = "#1C2024", "#FFFFFF"  # in the dark theme, too: cameras expect dark on light
_NOBODY = Tally({}, 0, 0, 0)


def render(desk: Teacher, lesson: Lesson) -> None:
    """What only the teacher sees, above the lesson."""
    words = desk.words
    head, code = st.columns([8, 4], vertical_alignment="top")
    with head:
        number = LESSONS.index(lesson) + 1
        title = words(f"learn.{lesson.name}.title")
        about = {"number": number, "all": len(LESSONS), "title": title, "minutes": lesson.minutes}
        st.caption(words("learn.class.at", **about))
        _arrivals(desk, lesson)
    with code:
        with st.container(key="card_learn_code"):
            _code(desk)
        if not visit.asked().present:  # the class would read along on the wall
            _note(desk, lesson)
            _files(desk, lesson)


@st.fragment(run_every=EVERY_SECONDS)
def _arrivals(desk: Teacher, lesson: Lesson) -> None:
    """Answers as they arrive; everything is counted, nobody is named."""
    words = desk.words
    questions = lesson.questions(desk)
    found, joined = rooms.tallies(desk.live.code), rooms.live(desk.live.code).n_students
    question = _chosen(desk, questions)
    tally = found.get(question.name, _NOBODY)
    st.title(question.ask(desk))
    revealed = desk.is_revealed(question.name)
    answered = words("learn.class.answered", answered=tally.n, n=joined)
    on_wall = visit.asked().present and not revealed
    seen = "learn.class.revealed" if revealed else "learn.class.wall" if on_wall else "learn.class.hidden"
    st.markdown(f"{answered} {words(seen)}")
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_histogram"):
        # On the wall the counts would tell the class what the others think.
        _histogram(desk, question, _NOBODY if on_wall else tally, revealed)
        _reveal(desk, lesson, question, revealed)
    with right.container(key="card_learn_exercise_counts"):
        st.header(words("learn.exercise"))
        _exercise_counts(desk, found.get(lesson.exercise, _NOBODY), joined)
    if desk.refusal:
        st.warning(desk.refusal)


def _chosen(desk: Teacher, questions: Sequence[Question]) -> Question:
    """The question on the screen: the one chosen, else the first that is not revealed yet."""
    by_name = {one.name: one for one in questions}
    waiting = [one for one in questions if not desk.is_revealed(one.name)]
    chosen = state.widget(_QUESTION)
    return by_name.get(chosen) or (waiting[0] if waiting else questions[-1])


def _histogram(desk: Teacher, question: Question, tally: Tally, revealed: bool) -> None:
    words, options = desk.words, question.options(desk)
    st.header(words("learn.class.predictions"))
    # Labels are markdown; Plotly reads a little HTML.
    labels = [escape(worksheet.plain(label)) for label in options.values()]
    counts = [tally.by_answer.get(option, 0) for option in options]
    right = list(options).index(question.answer(desk)) if revealed else None
    spoken = " ".join(f"{label}: {count}." for label, count in zip(labels, counts, strict=True))
    figures.show(bars.counts(labels, counts, right), key="learn_histogram", alt=spoken)


def _reveal(desk: Teacher, lesson: Lesson, question: Question, revealed: bool) -> None:
    """Reveal this question, then go on to the next one or to the next lesson; the answer stays until then."""
    words, names = desk.words, [one.name for one in lesson.questions(desk)]
    later = names[names.index(question.name) + 1 :]
    planned = of_plan(desk.live.plan)
    lessons = planned[planned.index(lesson.name) + 1 :] if lesson.name in planned else ()
    with st.container(horizontal=True, vertical_alignment="center"):
        if revealed and later:
            st.button(
                words("learn.class.next"),
                key="learn_teacher_next",
                type="primary",
                on_click=state.set_widget,
                args=(_QUESTION, later[0]),
            )
        elif revealed and lessons:
            if st.button(
                words("learn.following"),
                key="learn_teacher_lesson",
                type="primary",
                on_click=go_to_lesson,
                args=(desk, lessons[0]),
            ):
                st.rerun()
        elif st.button(
            words("learn.reveal"),
            key="learn_teacher_reveal",
            type="primary",
            disabled=revealed,
            on_click=_reveal_and_stay,
            args=(desk, question.name),
        ):
            st.rerun()  # the lesson below shows the answer, too
        if len(names) > 1:
            st.segmented_control(
                words("learn.class.question"),
                names,
                format_func=lambda name: str(names.index(name) + 1),
                key=_QUESTION,
                label_visibility="collapsed",
            )


def go_to_lesson(desk: Teacher, name: str) -> None:
    """Take the class to a lesson, at its first question; a callback."""
    state.forget_widgets(_QUESTION)
    desk.show_lesson(name)


def _reveal_and_stay(desk: Teacher, question: str) -> None:
    desk.reveal(question)
    state.set_widget(_QUESTION, question)


def _exercise_counts(desk: Teacher, tally: Tally, joined: int) -> None:
    words = desk.words
    rows = {"first": tally.first_time, "later": tally.later, "trying": tally.trying}
    rows["waiting"] = max(joined - tally.n, 0)
    lines = [f"| {words(f'learn.class.{name}')} | {count} |" for name, count in rows.items()]
    st.markdown("\n".join(["| | |", "|:--|--:|", *lines]))


def _code(desk: Teacher) -> None:
    words, code = desk.words, desk.live.code
    link = place.address(Place(code).params())
    picture, text = st.columns([5, 7], vertical_alignment="center")
    if link:
        drawn = segno.make(link, error="m").svg_data_uri(dark=_INK, light=_PAPER, border=3, scale=4)
        picture.html(f'<img class="eq-code" src="{drawn}" alt="{words("learn.class.picture")}">')
    text.markdown(f"### {code}")
    text.caption(words("learn.class.where"))
    if link and urlsplit(link).hostname in _LOCAL:
        st.caption(words("learn.class.local"))


def _note(desk: Teacher, lesson: Lesson) -> None:
    with st.container(key="card_learn_note"):
        st.header(desk.words("learn.class.note"))
        st.markdown(desk.words(f"learn.{lesson.name}.teacher"))
        st.caption(_time_left(desk))


def _time_left(desk: Teacher) -> str:
    """What the plan leaves; a clock that was set back leaves all of it."""
    passed = max(0.0, (datetime.now(UTC) - desk.live.opened_at).total_seconds() / 60)
    left = desk.live.plan - passed
    if not desk.live.plan:
        return desk.words("learn.class.passed", n=int(passed))
    if left < 0:
        return desk.words("learn.class.over", plan=desk.live.plan)
    return desk.words("learn.class.left", n=int(left), plan=desk.live.plan)


def _files(desk: Teacher, lesson: Lesson) -> None:
    words, code = desk.words, desk.live.code
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            words("learn.class.csv"),
            lambda: safe_csv(results(rooms.classes().students(code, desk.key))),
            f"{code}-{date.today().isoformat()}.csv",
            "text/csv",
            on_click="ignore",
            key="learn_class_csv",
        )
        worksheet.button(desk, lesson)
        worksheet.button(desk, lesson, key_for_teacher=True)
        with st.popover(words("learn.class.elsewhere")):
            _elsewhere(desk)
        with st.popover(words("learn.class.end")):
            st.markdown(words("learn.class.end_note"))
            st.button(words("learn.class.end_button"), key="learn_class_end", on_click=_end, args=(desk,))
    st.caption(words("learn.class.keep"))


def _elsewhere(desk: Teacher) -> None:
    """A link for another device of the teacher's; it is made when asked for, and shown once."""
    words = desk.words
    st.markdown(words("learn.class.elsewhere_note"))
    if st.button(words("learn.class.elsewhere_button"), key="learn_class_elsewhere"):
        secret = rooms.classes().another_link(desk.live.code, desk.key)
        params = Place(desk.live.code, "teacher", secret).params()
        st.code(place.address(params) or f"?{urlencode(params)}", language=None, wrap_lines=True)


def _end(desk: Teacher) -> None:
    desk.end()
    place.go(None)
