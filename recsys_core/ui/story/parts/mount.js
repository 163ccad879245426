// The deck as a component of the page, and its presenter's window.

const decks = new WeakMap();

const send = (name, detail) => document.dispatchEvent(new CustomEvent(`equipoise-story-${name}`, { detail }));

function mountDeck(root, component) {
  const hooks = {
    isServed: true,
    commit: (at) => hooks.report("at", { t: Math.round(at.t * 1e6) / 1e6, lambda: at.lambda }),
    moved: (at) => send("moved", at),
    asked: (what) => {
      if (what === "leave") {
        root.hidden = true; // at once: the page below takes a moment
        document.querySelector(".st-key-eq_leave_present button")?.click();
      }
      else if (what === "print") print();
      else send("asked", what);
    },
  };
  const deck = createDeck(root, hooks);
  const onGo = (event) => deck.stage.go(event.detail.step, event.detail.black, { told: true });
  const onJoined = (event) => deck.joined(event.detail);
  document.addEventListener("equipoise-story-go", onGo);
  document.addEventListener("equipoise-story-joined", onJoined);
  return {
    receive(data, report) {
      hooks.report = report;
      root.hidden = false;
      deck.receive(data);
    },
    dispose() {
      deck.dispose();
      document.removeEventListener("equipoise-story-go", onGo);
      document.removeEventListener("equipoise-story-joined", onJoined);
    },
  };
}

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".deck");
  const now = JSON.parse(asText(data));
  const make = root.classList.contains("notes") ? mountNotes : mountDeck;
  if (!decks.has(root)) decks.set(root, make(root));
  decks.get(root).receive(now, setStateValue);
  return () => { decks.get(root)?.dispose(); decks.delete(root); };
}
