"""Phones, rooms and crowded drawings: nothing overlaps, nothing wraps alone, everything can be told apart."""

import pytest

from tests.browser.conditions import wait_until_still


def boxes(page, selector):
    """Left, top, right, bottom of everything that matches."""
    return page.locator(selector).evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )


def overlapping(found):
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :]]
    return [
        (a, b)
        for a, b in pairs
        if a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 5 and b[1] < a[3] - 5
    ]


@pytest.mark.parametrize(("language", "menu"), [("en", "Menu"), ("zh", "菜单")])
def test_on_a_phone_the_header_has_two_rows_and_a_word_for_the_menu(visit, language, menu):
    page = visit(f"/?lang={language}", width=390, height=844)
    content = page.locator("[data-testid=stExpandSidebarButton]").evaluate(
        "node => getComputedStyle(node, '::after').content"
    )
    assert content == f'"{menu}"'
    tops = [top for _, top, _, _ in boxes(page, ".st-key-eq_status .stButton button")]
    assert max(tops) - min(tops) < 3  # the language does not stand alone
    bar = boxes(page, "[data-testid=stHeader]")[0]
    status = boxes(page, ".st-key-eq_status")[0]
    below = boxes(page, ".st-key-eq_simulated")[0]  # the sample's people are simulated, which is said first
    assert bar[3] <= status[1] < status[3] <= below[1]
    assert below[1] < 135


def test_on_a_phone_what_a_measure_is_appears_under_its_row_and_in_view(visit):
    page = visit("/", width=390, height=844)
    about = page.locator("[data-part=about]")
    for at in range(page.locator(".ask").count()):
        ask = page.locator(".ask").nth(at)
        ask.scroll_into_view_if_needed()
        ask.click()
        wait_until_still(page)
        tile = ask.locator("xpath=../..")
        below, above = about.bounding_box(), tile.bounding_box()
        assert below["y"] + below["height"] <= 844, "not below the screen"
        assert 0 <= below["y"] - (above["y"] + above["height"]) < 120, "close under what was asked about"
        assert above["y"] > boxes(page, ".mover")[0][3] - 1 or at == 0
    ask.click()
    assert not about.is_visible()


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_on_a_phone_no_title_is_cut(visit, language):
    page = visit(f"/?reranker=msd&variety=60&lang={language}", width=390, height=844)
    cut = "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.textContent)"
    assert page.locator(".slope .row.new .name").count() > 1
    assert page.locator(".slope .row .name:visible").evaluate_all(cut) == []
    chosen = page.locator("[data-part=reranker]")
    needed = chosen.evaluate(
        """select => {
          const pen = document.createElement("canvas").getContext("2d");
          pen.font = getComputedStyle(select).font;
          return pen.measureText(select.selectedOptions[0].text).width + 44;
        }"""
    )
    assert needed <= chosen.bounding_box()["width"]
    assert page.locator("input[type=range]").bounding_box()["y"] < 844


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_in_front_of_a_room_no_label_lies_on_another(visit, size, language):
    width, height = size
    page = visit(
        f"/?present=true&lang={language}&measures=precision,recall,aspect_recall", width=width, height=height
    )
    labels = boxes(page, "[data-part=plot] text.label")
    assert len(labels) == 6
    assert not overlapping(labels)
    card = boxes(page, ".pair .card")[0]
    assert all(card[0] <= left and right <= card[2] for left, _, right, _ in labels)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")


def test_measures_chosen_beside_the_usual_ones_have_a_shape_each(visit):
    page = visit("/?measures=precision,recall,novelty")
    tiles = page.locator(".tile .name svg path").evaluate_all("nodes => nodes.map(n => n.getAttribute('d'))")
    assert len(tiles) == len(set(tiles)) == 3
    for shape in tiles:  # the same on the curve, several times, and beside its name
        assert page.locator(f'[data-part=plot] path[d="{shape}"]').count() > 4


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_the_band_is_named_inside_itself_and_over_the_line_that_passes(visit, width, language):
    ready = "[data-part=recommended]:not([disabled])"
    limits = "budget=10&coverage=none"
    page = visit(f"/?reranker=mmr&variety=5&{limits}&lang={language}", ready=ready, width=width)
    band = boxes(page, "[data-part=plot] rect")[0]
    name = boxes(page, "[data-part=plot] text.halo")[0]
    assert band[0] <= name[0]
    assert name[2] <= band[2]
    start = boxes(page, "[data-part=plot] path.marker")[0]
    assert name[1] >= start[1], "below the curves, which begin at one height"
    assert page.locator("[data-part=plot] svg").evaluate(
        "svg => [...svg.children].indexOf(svg.querySelector('line[stroke-width=\"1.2\"]'))"
        " < [...svg.children].indexOf(svg.querySelector('text.halo'))"
    )


def test_what_is_proven_grows_with_the_limits_and_never_shrinks(visit):
    """The badge at every twentieth of the slider, without a word to the server."""
    states = {}
    for budget in ("1", "5", "20"):
        page = visit(
            f"/?reranker=mmr&variety=0&budget={budget}&coverage=none",
            ready="[data-part=badge]:not([hidden])",
        )
        sent = len(page.frames_sent)
        states[budget] = page.locator("[data-part=root]").evaluate(
            """(root) => Array.from({ length: 21 }, (_, step) => {
              const range = root.querySelector("input[type=range]");
              range.value = String(step / 20);
              range.dispatchEvent(new Event("input"));
              return root.querySelector("[data-part=badge]").dataset.state;
            })"""
        )
        assert len(page.frames_sent) == sent
    for found in states.values():
        first = found.index("unproven")
        assert set(found[:first]) <= {"inside", "recommended"} and set(found[first:]) == {"unproven"}
    inside = [found.index("unproven") for found in states.values()]
    assert inside == sorted(inside) and inside[0] < inside[-1]


@pytest.mark.parametrize(
    ("lesson", "language"),
    [
        *((lesson, "en") for lesson in (1, 2, 3, 5, 12)),
        (4, "zh"),
        *(pytest.param(lesson, "en", marks=pytest.mark.long) for lesson in (4, 6, 7, 8, 9, 10, 11)),
    ],
)
def test_a_lesson_is_one_screen_with_its_answer_revealed(visit, lesson, language):
    exercise = ".st-key-learn_body [class*=_check] button"
    page = visit(f"/learn?lesson={lesson}&lang={language}", ready=exercise)
    body = page.locator(".st-key-learn_body")
    options = body.locator("[data-testid=stRadioOption], [data-testid=stButtonGroup] button")
    options.last.wait_for()
    wait_until_still(page)
    options.last.click()
    body.locator("[class*=_reveal] button:not([disabled])").first.click()
    body.locator("[data-testid=stAlert]").first.wait_for()
    wait_until_still(page)
    whole = page.locator("[data-testid=stMainBlockContainer]")
    assert whole.evaluate("node => node.getBoundingClientRect().height") <= 900
