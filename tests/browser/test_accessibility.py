"""Every page: axe-core finds nothing serious in either theme, and the keyboard reaches every control."""

import re

import pytest

from tests.browser.axe import serious
from tests.browser.conditions import wait_until_still

READY = {
    "/": "[data-part=badge]:not([hidden])",
    "/?reranker=mmr&variety=60": "[data-part=recommended]:not([disabled])",
    "/people": ".slope .row",
    "/compare?methods=mmr": ".st-key-card_compare_lists",
    "/impact": ".st-key-card_impact_items .js-plotly-plot",
    "/train": ".st-key-card_no_training",
    "/data": ".st-key-card_health [data-testid=stMetric]",
    "/ship": ".st-key-card_ship_new button, .st-key-card_ship_service code",
    "/learn": ".st-key-learn_body [data-testid^=stBaseButton]",
    "/?plain=true": "[data-testid=stMetric]",
}
FIRST = ("/", "/people", "/compare?methods=mmr")  # the keyboard's way through the others is a long test
MOST_STOPS = 400  # of the Tab key on one page

# Everything that can be operated with a mouse; each needs a stop of the keyboard. A group of buttons is one
# stop: the arrow keys reach the others.
OPERABLE = """() => {
  const roots = [document];
  const found = [];
  while (roots.length) {
    const root = roots.pop();
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) roots.push(node.shadowRoot);
      if (!node.matches("button, a[href], input, select, textarea, [role=tab], [role=slider]")) continue;
      if (node.disabled || node.tabIndex < 0 || node.closest("[inert], [aria-hidden=true]")) continue;
      if (node.matches("[type=radio]") && !node.checked) continue;
      const box = node.getBoundingClientRect();
      if (!box.width || !box.height || getComputedStyle(node).visibility === "hidden") continue;
      const group = node.closest("[data-testid=stButtonGroup], [role=radiogroup], [role=tablist]");
      if (group && group.dataset.stop) { node.dataset.stop = group.dataset.stop; continue; }
      node.dataset.stop = String(found.length);
      if (group) group.dataset.stop = node.dataset.stop;
      found.push(node.outerHTML.slice(0, 140));
    }
  }
  return found;
}"""

# The element with the focus, and how it looks: itself and what is drawn around it.
FOCUSED = """async () => {
  const still = async () => {  // colours change by and by
    await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter(
      (one) => one.effect.getComputedTiming().iterations !== Infinity
    );
    await Promise.all(ending.map((one) => one.finished.catch(() => null)));
    await new Promise(requestAnimationFrame);
  };
  let node = document.activeElement;
  while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  if (!node || node === document.body) return null;
  const drawn = [node];
  for (let at = node; drawn.length < 9 && at; ) {
    at = at.parentElement || (at.getRootNode() || {}).host;
    if (at) drawn.push(at);
  }
  if (node.parentElement) drawn.push(...node.parentElement.children);
  const looks = () => drawn.map((one) => {
    const { outline, boxShadow, borderColor, backgroundColor, color, opacity } = getComputedStyle(one);
    return [outline, boxShadow, borderColor, backgroundColor, color, opacity].join();
  }).join("|");
  await still();
  const focused = looks();
  node.blur();
  await still();
  // A table draws its own ring, and the ring of a slider is around its thumb, which no script can read.
  const shows = node.matches("canvas, [role=gridcell], [type=range]") || focused !== looks();
  node.focus({ preventScroll: true, focusVisible: true });
  return [node.dataset.stop || "", node.outerHTML.slice(0, 140), shows];
}"""


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("path", sorted(READY))
def test_axe_finds_nothing_serious(visit, path, scheme):
    page = visit(path, ready=READY[path], scheme=scheme)
    assert serious(page) == ""


LESSONS = [
    pytest.param(number, marks=() if number in (2, 8) else pytest.mark.long) for number in range(1, 13)
]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("number", LESSONS)
def test_axe_finds_nothing_serious_in_any_lesson(visit, number, scheme):
    page = visit(f"/learn?lesson={number}", ready=".st-key-learn_body h1", scheme=scheme)
    assert serious(page) == ""
    page.set_viewport_size({"width": 390, "height": 844})
    wait_until_still(page)
    assert serious(page) == ""


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_axe_finds_nothing_serious_in_a_class(visit, scheme):
    teacher = visit("/learn", ready=READY["/learn"], scheme=scheme)
    teacher.get_by_role("button", name="Live class").click()
    teacher.get_by_role("button", name="Open a class").click()
    teacher.locator("img.eq-code").wait_for()
    code = re.search("class=([A-Z0-9-]+)", teacher.url)[1]
    student = visit(f"/learn?class={code}", ready=".st-key-learn h1", scheme=scheme, width=390, height=844)
    assert serious(student) == "", "at the door"
    student.get_by_role("button", name="Join", exact=True).click()
    student.locator(".st-key-card_learn_pick").wait_for()
    for page in (student, teacher):
        wait_until_still(page)
        assert serious(page) == "", "before the answer"
    teacher.get_by_role("button", name="Reveal").click()
    student.get_by_text("Nothing is shown yet, so nothing repeats").wait_for()
    for page in (student, teacher):
        wait_until_still(page)
        assert serious(page) == "", "after the answer"


@pytest.mark.parametrize(
    "path", [path if path in FIRST else pytest.param(path, marks=pytest.mark.long) for path in sorted(READY)]
)
def test_the_keyboard_reaches_every_control_and_shows_where_it_is(visit, path):
    page = visit(path, ready=READY[path])
    operable = page.evaluate(OPERABLE)
    assert len(operable) > 8
    reached, hidden = set(), []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            break  # past the last one: the browser's own controls
        stop, html, shows = found
        reached.add(stop)
        hidden += [] if shows else [html]
    else:
        pytest.fail("the keyboard never leaves the page")
    missed = [html for at, html in enumerate(operable) if str(at) not in reached]
    assert not missed, "\n".join(missed)
    assert not hidden, "\n".join(hidden)


def test_every_link_of_the_navigation_shows_where_the_keyboard_is(visit):
    page = visit("/learn", ready="h1")
    links = page.locator("[data-testid=stTopNavLink]")
    names = links.all_inner_texts()
    ringed = []
    for _ in range(len(names) + 2):  # two before them: skip to content, the product's name
        page.keyboard.press("Tab")
        at = page.evaluate(
            "[document.activeElement.innerText, getComputedStyle(document.activeElement).outline]"
        )
        ringed += [at[0]] if "solid 2px" in at[1] else []
    assert len(names) == 8 and ringed == names
