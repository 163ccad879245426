"""What the browser tests wait for: conditions of the page, never a length of time."""

import time

PATIENCE = 240_000  # milliseconds; only ever reached by a test that fails

# Resolves once nothing has moved, and no animation has run, for twelve frames in a row.
_STILL = """() => new Promise((resolve, reject) => {
  let last = null, frames = 0, looks = 0;
  const look = () => {
    const main = document.querySelector("[data-testid=stApp]") || document.body;
    const moving = document.getAnimations().some(animation => animation.playState === "running"
      && animation.effect.getComputedTiming().iterations !== Infinity);
    let now = main.innerText.length;
    for (const node of main.querySelectorAll("*")) {
      const box = node.getBoundingClientRect();
      now = (now * 31 + box.left + 7 * box.top + 13 * box.width + 17 * box.height) % 1e12;
    }
    frames = !moving && now === last ? frames + 1 : 0;
    last = now;
    looks += 1;
    if (frames >= 12) resolve();
    else if (looks > 15000) reject(new Error("the page never comes to rest"));
    else requestAnimationFrame(look);
  };
  look();
})"""


def wait_until_still(page):
    """Wait until the page's script has ended, nothing is about to be replaced, and nothing moves."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE)
    page.wait_for_selector("[data-stale=true]", state="detached", timeout=PATIENCE)
    page.evaluate(_STILL)


def wait_until(page, condition):
    """Wait until ``condition()`` holds, looking once a frame."""
    end = time.monotonic() + PATIENCE / 1000
    while not condition():
        assert time.monotonic() < end, "the page never came to the expected state"
        page.evaluate("() => new Promise(requestAnimationFrame)")


def wait_for_change(page, selector, before):
    """Wait until the text of an element is another one than before."""
    wait_until(page, lambda: page.locator(selector).inner_text() != before)


def wait_for_position(page, t):
    """Wait until the slider stands at ``t`` in [0, 1], give or take a hundredth."""
    wait_until(page, lambda: abs(float(page.locator(".eq").get_attribute("data-t")) - t) < 0.01)
