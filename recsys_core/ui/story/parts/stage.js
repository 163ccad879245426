// The screen that shows one step at a time. Keys move between steps; nothing else does.

const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
const ARROWS = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End"];

function createStage(root, hooks) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const screens = part("screens");
  let step = 1, black = false;

  const steps = () => [...screens.querySelectorAll(".step")];
  const panels = () => [...screens.querySelectorAll(".panel")];
  const open = () => panels().find((panel) => !panel.hidden);

  function show() {
    for (const section of steps()) section.hidden = Number(section.dataset.step) !== step;
    part("black").hidden = !black;
    root.dataset.step = String(step);
    root.dataset.black = String(black);
    const section = steps()[step - 1];
    write(part("says"), black || !section ? "" : `${section.getAttribute("aria-label")}. ${section.querySelector("h1").textContent}`);
    hooks.shown(step);
  }

  // Told to others unless it was they who told us.
  function go(to, dark, { told = false } = {}) {
    const wanted = clamp(to, 1, steps().length);
    if (wanted === step && dark === black) return;
    [step, black] = [wanted, dark];
    close();
    show();
    if (!told) hooks.moved({ step, black });
  }

  function close() {
    for (const panel of panels()) panel.hidden = true;
  }

  function toggle(name) {
    const panel = panels().find((one) => one.dataset.panel === name);
    const shut = panel.hidden;
    close();
    panel.hidden = !shut;
    if (shut) panel.querySelector("[data-close]").focus();
  }

  // What has the keyboard's focus keeps the keys that it needs. A click leaves no focus: a clicker's keys move on.
  function belongs(node, key) {
    if (!node || !node.matches) return false;
    if (node.matches("input:not([type=range]), textarea, select")) return true;
    if (!node.matches(":focus-visible")) return false;
    return node.matches("[type=range]") ? ARROWS.includes(key) : node.matches("button, a") && key === " ";
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !steps().length) return;
    const { key } = event;
    if (key === "Escape") {
      event.preventDefault();
      if (open()) close(); else hooks.asked("leave");
      return;
    }
    if (belongs(event.composedPath()[0], key)) return;
    const by = key === " " && event.shiftKey ? -1 : FORWARD.includes(key) ? 1 : BACK.includes(key) ? -1 : 0;
    const to = by ? step + by : key === "Home" ? 1 : key === "End" ? steps().length
      : /^[1-9]$/.test(key) && Number(key) <= steps().length ? Number(key) : 0;
    const dark = /^[bB.]$/.test(key);
    if (!by && !to && !dark) return;
    event.preventDefault();
    if (event.repeat) return;
    if (open()) { close(); return; }
    if (dark) go(step, !black); else go(to, false);
  }

  function onClick(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (!button.matches(":focus-visible")) button.blur();
    const { open: panel, go: by, ask } = button.dataset;
    if (panel) toggle(panel);
    if ("close" in button.dataset) close();
    if (by) go(step + Number(by), false);
    if (ask) { if (ask !== "notes") close(); hooks.asked(ask); }
  }

  document.addEventListener("keydown", onKey, { capture: true });
  root.addEventListener("click", onClick);
  return {
    go, show,
    at: () => ({ step, black }),
    start(number) { step = number; },
    dispose() {
      document.removeEventListener("keydown", onKey, { capture: true });
      root.removeEventListener("click", onClick);
    },
  };
}
