"""What a class sees on the wall: headings over smaller text, tables enlarged and still inside their cards."""

SIZE = "node => parseFloat(getComputedStyle(node).fontSize)"


def sizes(page, selector):
    return page.locator(selector).evaluate_all(f"nodes => nodes.map({SIZE})")


def test_headings_are_larger_than_what_stands_below_them(visit):
    page = visit("/impact?present=true", ready=".st-key-card_impact_items .js-plotly-plot")
    captions = sizes(page, "[data-testid=stCaptionContainer] p")
    assert min(sizes(page, "[data-testid=stHeading] h3")) > max(captions)
    page = visit("/learn?lesson=3&present=true", ready=".st-key-card_learn_best_exercise")
    text = sizes(page, "[data-testid=stMarkdownContainer] p")
    assert min(sizes(page, "[data-testid=stHeading] h2")) > max(text)
    assert min(sizes(page, "[data-testid=stTable] td p, [data-testid=stTable] th")) > 16


def test_tables_are_enlarged_inside_their_cards_and_can_be_clicked(visit):
    page = visit("/people?present=true", ready=".st-key-card_people canvas")
    card = page.locator(".st-key-card_people").bounding_box()
    table = page.locator("[data-testid=stDataFrame]").first.bounding_box()
    assert card["x"] < table["x"] and table["x"] + table["width"] < card["x"] + card["width"]
    usual = visit("/people", ready=".st-key-card_people canvas")
    larger = table["height"] / usual.locator("[data-testid=stDataFrame]").first.bounding_box()["height"]
    assert 1.2 < larger < 1.3
    # The mark of the third row.
    page.mouse.click(table["x"] + 18 * larger, table["y"] + (36 + 35 * 2 + 17) * larger)
    page.wait_for_url("**user=**")
