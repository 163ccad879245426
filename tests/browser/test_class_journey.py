"""A class as it happens: a teacher with two devices and three students, each in a browser of their own."""

import re

from tests.browser.conditions import wait_until_still

NOTE = "Why does the film in second place"


def listen(page):
    """All that the server sends to this page from now on."""
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(frame)))
    return received


def holds(received, text):
    return any(text in frame.decode("utf-8", "replace") if isinstance(frame, bytes) else text in frame
               for frame in received)  # fmt: skip


def test_a_class_from_the_first_code_to_its_end(visit):
    visit("/learn", ready="h1")  # a server's very first visitor loses the first click on a deep link
    teacher = visit("/learn", ready=".st-key-learn_body")
    teacher.get_by_role("button", name="Live class").click()
    teacher.get_by_role("button", name="Open a class").click()
    teacher.wait_for_url(re.compile("as=teacher"))
    teacher.locator("img.eq-code").wait_for()
    assert "teacher=" not in teacher.url.replace("as=teacher", "")  # the wall shows the address, too
    code = re.search("class=([A-Z0-9-]+)", teacher.url)[1]
    teacher.reload()
    teacher.get_by_text(NOTE).wait_for()
    teacher.get_by_role("button", name="Another device").click()
    teacher.get_by_role("button", name="Make a link").click()
    link = teacher.locator("[data-testid=stCode] code").inner_text()
    teacher.keyboard.press("Escape")

    students = []
    for nickname in ("Mia", "<b>🦉</b>"):
        page = visit(f"/learn?class={code.lower()}", ready=".st-key-learn h1")
        received = listen(page)
        page.reload()  # so that the listener hears the connection from its first word
        page.get_by_label("Nickname (optional)").fill(nickname)
        page.get_by_role("button", name="Join", exact=True).click()
        page.locator(".st-key-card_learn_pick").wait_for()
        wait_until_still(page)
        students.append((page, received))
    third = visit(f"/learn?class={code}", ready=".st-key-learn h1")
    third.get_by_label("Nickname (optional)").fill("mia")
    third.get_by_role("button", name="Join", exact=True).click()
    third.get_by_text("called “mia” already").wait_for()
    third.get_by_label("Nickname (optional)").fill("")
    third.get_by_role("button", name="Join", exact=True).click()
    third.locator(".st-key-card_learn_pick").wait_for()

    for (page, _), film in zip(students, ("Night Ferry", "Salt Road"), strict=True):
        page.locator(".st-key-card_learn_pick").get_by_text(film, exact=True).click()
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Your answer is in").wait_for()
    teacher.get_by_text("2 of 3 have answered").wait_for()

    first, _ = students[0]
    first.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first.locator(".eq-copy").click()
    first.get_by_text("Link copied").wait_for()
    copied = first.evaluate("navigator.clipboard.readText()")
    assert "seat=" in first.url and f"class={code}" in copied and "seat=" not in copied
    first.reload()  # a seat is an address
    first.get_by_text("Your answer is in").wait_for()

    assert not holds(students[1][1], "Nothing is shown yet, so nothing repeats")
    teacher.get_by_role("button", name="Reveal").click()
    students[0][0].get_by_text("Not this time.").wait_for()
    students[1][0].get_by_text("Right.").wait_for()
    for page, received in students:
        assert holds(received, "Ana will see four") and not holds(received, NOTE)
        assert NOTE not in page.content()

    third.get_by_text("Nothing is shown yet, so nothing repeats").wait_for()  # who was too slow sees it, too
    assert third.get_by_role("button", name="Send").count() == 0

    second = visit("/learn?" + link.partition("?")[2], ready=".st-key-card_learn_note")
    second.get_by_text(NOTE).wait_for()
    second.wait_for_url(re.compile("as=teacher"))
    assert "teacher=" not in second.url.replace("as=teacher", "")

    with teacher.expect_download() as download:
        teacher.get_by_role("button", name="Answers as CSV").click()
    table = download.value.path().read_text(encoding="utf-8-sig")
    assert "1,Mia,pick_1,night_ferry,no,1" in table and "2,<b>🦉</b>,pick_1,salt_road,yes,1" in table

    second.get_by_role("button", name="End the class").click()
    second.get_by_role("button", name="End and delete").click()
    for page, _ in students:
        page.get_by_text("has ended").wait_for()
