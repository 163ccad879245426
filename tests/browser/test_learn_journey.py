"""The lessons: one is gone before the next has been computed, and numbers of any size are marked."""

# Sets ``sawBothLessons`` if the first lesson's button and the second one's card are ever both on the page.
WATCH = """() => {
  window.sawBothLessons = false;
  const look = () => {
    const [first, second] = [".st-key-learn_pick_check", ".st-key-card_learn_slider"];
    if (document.querySelector(first) && document.querySelector(second)) window.sawBothLessons = true;
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
}"""


def test_a_lesson_leaves_nothing_behind_and_marks_any_number(visit):
    visit("/learn", ready="h1")  # a server's very first visitor loses the first click on a deep link
    page = visit("/learn", ready=".st-key-learn_pick_check")
    field = page.get_by_label("Total of the film, two decimals")
    field.fill("0.62")
    field.press("Enter")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Right.", exact=True).wait_for()
    field.fill("62")
    field.press("Enter")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Not yet.", exact=True).wait_for()
    assert page.get_by_text("Right.", exact=True).count() == 0
    page.evaluate(WATCH)
    page.get_by_role("button", name="›").click()
    page.get_by_role("heading", name="What the slider really does").wait_for()
    page.locator(".st-key-card_learn_slider").wait_for(timeout=240_000)
    assert page.locator(".st-key-learn_pick_check").count() == 0
    assert not page.evaluate("window.sawBothLessons"), "the old lesson stayed while the next was computed"
