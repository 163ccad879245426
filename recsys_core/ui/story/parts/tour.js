// The story by itself, in 60 seconds, until somebody touches a key or the screen. With reduced motion it waits.

const SECONDS = 60;
const DRAG = [0.15, 0.75]; // the part of step three in which the slider moves

function createTour(root, stage, live, hooks) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const bar = root.querySelector("[data-part=touring]");
  let began = performance.now(), frame = 0;

  function tick(now) {
    const count = root.querySelectorAll(".step").length;
    const share = ((now - began) / 1000 / SECONDS) % 1;
    const place = share * count;
    bar.style.setProperty("--passed", `${share * 100}%`);
    stage.go(1 + Math.floor(place), false, { told: true });
    if (Math.floor(place) === 2) {
      const moved = clamp((place - 2 - DRAG[0]) / (DRAG[1] - DRAG[0]), 0, 1);
      live.move(moved * live.figuresAt());
    }
    frame = requestAnimationFrame(tick);
  }

  function skip(event) {
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dispose();
    hooks.asked("leave");
  }

  function dispose() {
    cancelAnimationFrame(frame);
    window.removeEventListener("keydown", skip, { capture: true });
    root.removeEventListener("pointerdown", skip, { capture: true });
  }

  bar.hidden = false;
  if (!still.matches) { // of the window: before the stage hears of the key
    window.addEventListener("keydown", skip, { capture: true });
    root.addEventListener("pointerdown", skip, { capture: true });
    frame = requestAnimationFrame((now) => { began = now; tick(now); });
  }
  return { dispose };
}
