"""The frame of the lessons: choosing one, progress, the address, and whoever is in a live class."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys_core.errors import RecsysError
from recsys_core.ui.learn import doors, from_data, place, progress, rooms, teacher, worksheet
from recsys_core.ui.learn.desk import Alone, Desk
from recsys_core.ui.learn.lesson import Lesson
from recsys_core.ui.learn.lessons import BY_NAME, LESSONS, PLANS, WHOLE, of_plan
from recsys_core.ui.learn.place import Place
from recsys_core.ui.learn.seats import InClass, Student, Teacher
from recsys_core.ui.shell import open_page_without_data, session, state, visit
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.shell.visitor import browser_key
from recsys_core.ui.text.words import Words

STYLE = Path(__file__).parent / "learn.css"
LOOK_SECONDS = 2.0
_CONTROL, _PLAN = "learn_lesson", "learn_plan"


def render() -> None:
    """The page: at a door of a class, in a class, or alone."""
    at = place.current()
    words = visit.visitor_words()
    try:
        at = at and place.settle(at, rooms.live(at.code).code)
        if at and at.role == "teacher":
            at = _without_secret(at)
        desk = _desk(words, at)
    except RecsysError as error:
        open_page_without_data("learn", at.params() if at else {})
        st.html(STYLE)
        with st.container(key="learn"):
            doors.closed(words, error)
        return
    if desk is None:
        assert at is not None
        open_page_without_data("learn", at.params())
        st.html(STYLE)
        with st.container(key="learn"):
            doors.entrance(words, at)
        return
    _lesson(desk, at)


def _without_secret(at: Place) -> Place:
    """The teacher's place with the browser's own key in place of the link's secret, where it keeps one.

    Raises:
        StoreError: the link is not the teacher's.
    """
    own = browser_key()
    if not own or at.key == own:
        return at
    rooms.classes().let_in(at.code, at.key, own)
    return place.settle(at, at.code, own)


def _desk(words: Words, at: Place | None) -> Desk | None:
    """Where the visitor sits; None at the door of a class.

    Raises:
        StoreError: there is no such class or seat, or the database cannot be used.
    """
    if at is None:
        rooms.clean_up()
        return Alone(words, session.available()[0])
    live = rooms.live(at.code)
    if at.role == "student":
        return Student(words, live, at.key)
    if at.role == "teacher":
        rooms.classes().check_teacher(live.code, at.key)
        from_data.prepare(live.data)
        return Teacher(words, live, at.key)
    return None


def _lesson(desk: Desk, at: Place | None) -> None:
    if isinstance(desk, InClass):
        lesson, plan, damaged = BY_NAME.get(desk.live.lesson, LESSONS[0]), desk.live.plan, None
        own = at.params() if at else {}
        who = desk.words(f"learn.class.{desk.role}", code=desk.live.code)
    else:
        progress.restore(desk, st.query_params.to_dict())
        number, damaged = _asked()
        lesson, plan, who = LESSONS[number - 1], _asked_plan(), ""
        visit_state().lesson_address = str(number)
        own = {"lesson": str(number)} | ({"plan": str(plan)} if plan else {}) | progress.params()
    words = open_page_without_data("learn", own, who)
    if damaged is not None:
        st.info(words("learn.unknown", value=damaged[:40], last=len(LESSONS)))
    st.html(STYLE)
    with st.container(key="learn"):
        if isinstance(desk, InClass):
            _follow(desk)
        _choice(desk, lesson, plan)
        if isinstance(desk, Teacher):
            teacher.render(desk, lesson)
            st.divider()
        with _body(lesson):
            st.title(words(f"learn.{lesson.name}.title"))
            aim = words(f"learn.{lesson.name}.aim")
            st.caption(words("learn.aim", aim=aim, n=lesson.minutes))
            st.markdown(words(f"learn.{lesson.name}.intro"))
            lesson.render(desk)


def _body(lesson: Lesson) -> DeltaGenerator:
    """The container of the lesson, at a place of its own.

    Were all lessons drawn at one place, the browser would keep the parts of the former one there until the
    new one has been computed.
    """
    places = [st.container(key="learn_body") if other is lesson else st.empty() for other in LESSONS]
    return places[LESSONS.index(lesson)]


@st.fragment(run_every=LOOK_SECONDS)
def _follow(desk: InClass) -> None:
    """Look whether the class has moved on, and follow it."""
    if desk.has_moved():
        st.rerun()


def _choice(desk: Desk, lesson: Lesson, plan: int) -> None:
    """The choice of a lesson, the progress, and what else can be done."""
    words = desk.words
    names = of_plan(plan)
    with st.container(horizontal=True, vertical_alignment="center", key="learn_choice"):
        if desk.role == "student":
            number = LESSONS.index(lesson) + 1
            st.markdown(words("learn.class.follows", number=number, all=len(LESSONS)), width="content")
        else:
            _lesson_control(desk, lesson, names)
            _plan_control(desk, plan)
        st.space("stretch")
        if desk.role != "teacher":
            done = words("learn.progress", done=len(desk.solved()), all=len(LESSONS))
            st.caption(done, width="content")
            worksheet.button(desk, lesson)
        if isinstance(desk, Alone):
            questions = {one.name for one in lesson.questions(desk)}
            st.button(
                words("learn.again"), key="learn_again", type="tertiary", on_click=_start_over,
                args=(desk, lesson.name, questions),
            )  # fmt: skip
            doors.menu(words)
        if desk.role == "student":
            st.button(words("learn.class.leave"), key="learn_class_leave", type="tertiary", on_click=place.go,
                      args=(None,))  # fmt: skip


def _lesson_control(desk: Desk, lesson: Lesson, names: tuple[str, ...]) -> None:
    words = desk.words
    numbers = [number for number, one in enumerate(LESSONS, 1) if one.name in names or one is lesson]
    here = LESSONS.index(lesson) + 1
    state.set_widget(_CONTROL, here)  # in every run: one that was cut short would not have told the browser
    at = numbers.index(here)

    def move(number: int) -> None:
        state.set_widget(_CONTROL, number)
        chosen()

    def chosen() -> None:
        if isinstance(desk, Teacher):
            teacher.go_to_lesson(desk, LESSONS[int(state.widget(_CONTROL)) - 1].name)

    for key, label, to in (("previous", "‹", at - 1), ("following", "›", at + 1)):
        inside = 0 <= to < len(numbers)
        st.button(label, key=f"learn_{key}_lesson", help=words(f"learn.{key}"), disabled=not inside,
                  on_click=move, args=(numbers[to] if inside else here,))  # fmt: skip
        if key == "previous":
            st.selectbox(
                words("learn.lessons"),
                numbers,
                format_func=lambda n: f"{n} · {words(f'learn.{LESSONS[n - 1].name}.tab')}",
                key=_CONTROL,
                label_visibility="collapsed",
                width=280,
                on_change=chosen,
            )


def _plan_control(desk: Desk, plan: int) -> None:
    words = desk.words
    state.set_widget(_PLAN, plan)

    def chosen() -> None:
        minutes = int(state.widget(_PLAN) or WHOLE)
        first = LESSONS.index(BY_NAME[of_plan(minutes)[0]]) + 1
        if isinstance(desk, Teacher):
            desk.follow(minutes)
        elif LESSONS[int(state.widget(_CONTROL)) - 1].name not in of_plan(minutes):
            state.set_widget(_CONTROL, first)
        visit.change()

    st.selectbox(
        words("learn.plan"),
        [WHOLE, *PLANS],
        format_func=lambda n: words("learn.plan_minutes", n=n) if n else words("learn.plan_whole"),
        key=_PLAN,
        label_visibility="collapsed",
        width=190,
        on_change=chosen,
    )


def _start_over(desk: Alone, name: str, questions: set[str]) -> None:
    """Forget answers and reveals of a lesson; solved exercises stay solved."""
    for prefix in (f"learn_{name}_", *(f"learn_{question}_" for question in questions)):
        state.forget_widgets(prefix)
    desk.forget(questions)
    visit.change()


def _asked() -> tuple[int, str | None]:
    """The lesson to show, and the address's value if that is not a lesson.

    The address counts when it was changed from outside since it was last written; else the control does.
    """
    asked = st.query_params.get("lesson")
    damaged = None
    if asked is not None and asked != visit_state().lesson_address and not visit_state().by_widget:
        known = {str(number): number for number in range(1, len(LESSONS) + 1)}
        damaged = None if asked in known else asked
        state.set_widget(_CONTROL, known.get(asked, 1))
    elif state.widget(_CONTROL) is None:
        state.set_widget(_CONTROL, int(visit_state().lesson_address or 1))
    return int(state.widget(_CONTROL)), damaged


def _asked_plan() -> int:
    """Minutes of the plan that control or address name, ``WHOLE`` for none."""
    if state.widget(_PLAN) is None:
        asked = st.query_params.get("plan", "")
        state.set_widget(_PLAN, int(asked) if asked in map(str, PLANS) else WHOLE)
    return int(state.widget(_PLAN))
