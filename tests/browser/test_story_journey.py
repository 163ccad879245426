"""The story on stage as a presenter drives it: keys, sizes, the slider, notes, the file, paper, the tour."""

import re

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conditions import PATIENCE, wait_until

READY = ".deck.stage .step:not([hidden]) h1"
STORY = "/?data=sample&reranker=msd&variety=20&present=story"
SIZES = [(1280, 720), (1440, 900), (1920, 1080), (1024, 768)]
SETTINGS = [
    "reranker=mmr&variety=95", "reranker=msd&variety=0", "reranker=msd&variety=50&k=20",
    "reranker=none&variety=50", "reranker=dpp&variety=60&k=5&budget=10",
    "reranker=msd&variety=30&budget=1&coverage=1&worse=5&group=activity:4",
]  # fmt: skip
SMALLEST = 22  # pixels at a height of 1080

# What leaves the screen or is cut off, and the smallest type, of the step that is shown.
FIT = """deck => {
  const step = [...deck.querySelectorAll(".step")].find((one) => !one.hidden);
  const screen = deck.getBoundingClientRect(), foot = step.querySelector("footer").getBoundingClientRect();
  const out = [];
  let smallest = Infinity;
  for (const node of step.querySelectorAll("*")) {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height || node.closest("svg")) continue;
    const beyond = box.left < screen.left - 1 || box.right > screen.right + 1
      || box.bottom > screen.bottom + 1 || (node.closest(".picture") && box.bottom > foot.top + 1);
    if (beyond) out.push(`${node.tagName}.${node.className}: ${node.textContent.slice(0, 40)}`);
    const writes = [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
    if (writes) smallest = Math.min(smallest, parseFloat(getComputedStyle(node).fontSize));
  }
  return [out, smallest];
}"""


@pytest.fixture
def stage(visit):
    def open_story(path=STORY, **more):
        return visit(path, ready=READY, **{"reduced_motion": "reduce"} | more)

    return open_story


def step(page):
    return page.locator(".deck.stage, .deck.notes").first.get_attribute("data-step")


def assert_fits(page, width, height):
    for number in range(1, 7):
        page.keyboard.press(str(number))
        out, smallest = page.locator(".deck.stage").evaluate(FIT)
        assert not out, (number, width, height, out)
        assert smallest >= SMALLEST * min(height / 1080, width / 1440) - 0.01, (number, width, height)


def drag_to(page, share):
    rail = page.locator("[data-live=range]").bounding_box()
    x, y = rail["x"] + rail["width"] * 0.1, rail["y"] + rail["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * share, y, steps=5)
    page.mouse.up()


def test_keys_and_a_clicker_move_between_steps_and_nothing_else_does(stage):
    page = stage()
    moves = [
        ("Space", "2"), ("ArrowRight", "3"), ("ArrowDown", "4"), ("PageDown", "5"), ("PageUp", "4"),
        ("ArrowUp", "3"), ("ArrowLeft", "2"), ("Shift+Space", "1"), ("PageUp", "1"), ("End", "6"),
        ("PageDown", "6"), ("Home", "1"), ("5", "5"), ("7", "5"), ("x", "5"), ("Enter", "5"),
        ("Control+2", "5"),
    ]  # fmt: skip
    for key, expected in moves:
        page.keyboard.press(key)
        assert step(page) == expected, key
    page.mouse.click(700, 450)
    page.mouse.wheel(0, 800)
    assert step(page) == "5"
    page.keyboard.press("b")
    assert page.locator(".black").is_visible() and step(page) == "5"
    page.keyboard.press("b")
    assert page.locator(".black").is_hidden()
    page.wait_for_url("**step=5**")
    page.reload()
    page.wait_for_selector(READY)
    assert step(page) == "5"
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "present" not in url)
    page.wait_for_selector("[data-part=tiles] .value")


def test_every_step_fits_every_screen(stage):
    page = stage()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert_fits(page, width, height)


@pytest.mark.long
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_setting_fits_in_every_language(stage, setting, scheme, lang):
    page = stage(f"/?data=sample&{setting}&lang={lang}&present=story", scheme=scheme)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert_fits(page, width, height)


def test_the_slider_is_live_and_the_later_steps_follow_it(stage):
    page = stage()
    page.keyboard.press("4")
    before = page.locator(".cost h1").inner_text()
    page.keyboard.press("3")
    rows = page.locator(".drag [data-live=rows]")
    listed = rows.inner_text()
    drag_to(page, 0.9)
    assert rows.inner_text() != listed
    at = page.locator(".drag [data-live=status]").inner_text()
    page.keyboard.press("PageDown")
    assert step(page) == "4", "after a drag the keys are the presenter's again"
    page.locator("[data-part=working]").wait_for(state="hidden")
    assert page.locator(".cost h1").inner_text() != before
    position = float(at.split()[0])
    assert float(
        page.locator(".cost .here").evaluate("node => parseFloat(node.style.left)")
    ) == pytest.approx(position, abs=0.06)
    page.wait_for_url(re.compile(rf"variety={position:g}"))


@pytest.mark.long
def test_arrows_belong_to_a_slider_that_the_keyboard_has_reached(stage):
    page = stage()
    page.keyboard.press("3")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator("[data-live=range]").evaluate("node => node.matches(':focus-visible')"):
            break
    before = page.locator("[data-live=status]").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-live=status]").inner_text() != before and step(page) == "3"
    page.keyboard.press("PageDown")
    assert step(page) == "4"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_axe_finds_nothing_serious_on_any_step(stage, scheme):
    page = stage(scheme=scheme)
    for number in range(1, 7):
        page.keyboard.press(str(number))
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        assert not [
            (number, one["id"], [node["html"][:100] for node in one["nodes"]])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]


def test_the_presenters_window_moves_with_the_story(stage, visit):
    page = stage()
    page.locator(".step:not([hidden]) [data-open=menu]").click()
    page.locator("[data-ask=notes]").click()
    link = page.locator("[data-live=joined] a")
    link.wait_for()
    address = link.get_attribute("href")
    notes = visit(address[address.index("/?") :], ready=".deck.notes .say p")
    said = notes.locator(".say").inner_text()
    notes.keyboard.press("PageDown")
    wait_until(page, lambda: step(page) == "2")
    assert notes.locator(".say").inner_text() != said
    page.keyboard.press("4")
    wait_until(notes, lambda: step(notes) == "4")
    assert notes.locator("[data-part=now] .step.cost").is_visible()
    assert notes.locator("[data-part=next] .step.who").is_visible()
    notes.keyboard.press("b")
    wait_until(page, lambda: page.locator(".deck.stage > .black").is_visible())
    wait_until(notes, lambda: notes.locator("[data-part=time]").inner_text() != "00:00")
    drawn = notes.locator("[data-part=now] .cost h1").inner_text()
    page.keyboard.press("3")
    drag_to(page, 0.9)
    page.keyboard.press("4")
    wait_until(notes, lambda: notes.locator("[data-part=now] .cost h1").inner_text() != drawn)


@pytest.fixture
def file(stage, tmp_path):
    page = stage(accept_downloads=True)
    page.locator(".step:not([hidden]) [data-open=menu]").click()
    with page.expect_download() as download:
        page.locator("[data-ask=save]").click()
    download.value.save_as(tmp_path / "story.html")
    return tmp_path / "story.html"


def pages_of(data):
    document = pypdfium2.PdfDocument(data)
    return [(page.get_size(), page.get_textpage().get_text_bounded()) for page in document]


def test_the_saved_file_plays_and_prints_without_a_server(chromium, file):
    context = chromium.new_context(viewport={"width": 1024, "height": 768}, offline=True, color_scheme="dark")
    page = context.new_page()
    asked, problems = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(file.as_uri())
    page.set_default_timeout(PATIENCE)
    assert_fits(page, 1024, 768)
    page.keyboard.press("3")
    listed = page.locator("[data-live=rows]").inner_text()
    drag_to(page, 0.9)
    assert page.locator("[data-live=rows]").inner_text() != listed
    assert "The other steps are about 20 of 100." in page.locator(".drag").inner_text()
    page.keyboard.press("PageDown")
    page.reload()
    assert step(page) == "4"
    printed = pages_of(page.pdf(prefer_css_page_size=True, print_background=True))
    assert [size for size, _ in printed] == [(960, 540)] * 6
    assert asked == [file.as_uri()] * 2 and not problems
    context.close()


@pytest.mark.long
def test_the_story_prints_on_six_pages(stage):
    page = stage(scheme="dark")
    titles = page.locator(".step h1").all_text_contents()
    printed = pages_of(page.pdf(prefer_css_page_size=True, print_background=True))
    assert [size for size, _ in printed] == [(960, 540)] * 6
    for title, (_, text) in zip(titles, printed, strict=True):
        assert "".join(title.split()) in "".join(text.split())
        assert "Menu" not in text and "Space" not in text


@pytest.mark.long
def test_the_tour_runs_by_itself_until_a_key_is_pressed(visit):
    page = visit("/?data=sample&reranker=msd&variety=20&present=tour", ready=".deck.stage .touring")
    wait_until(page, lambda: step(page) == "3")
    wait_until(page, lambda: float(page.locator(".deck.stage").get_attribute("data-t")) > 0.05)
    page.keyboard.press("Space")
    page.wait_for_url(lambda url: "present" not in url)
    page.wait_for_selector("[data-part=tiles] .value")


@pytest.mark.long
def test_with_reduced_motion_the_tour_waits(stage):
    page = stage("/?data=sample&reranker=msd&variety=20&present=tour")
    page.keyboard.press("Space")
    assert step(page) == "2"
    page.get_by_role("button", name="Skip: try it yourself").click()
    page.wait_for_url(lambda url: "present" not in url)


@pytest.mark.long
def test_a_phone_has_buttons_in_place_of_keys(stage):
    page = stage(width=390, height=844, has_touch=True, is_mobile=True)
    page.locator(".step:not([hidden])").get_by_role("button", name="Next →").tap()
    assert step(page) == "2"
    wide = page.locator(".step:not([hidden]) .sheet").evaluate("node => node.scrollWidth - node.clientWidth")
    assert wide <= 1
