// One deck: the six steps on a stage, kept up to date with what the server sends.

const LATER = 4; // from this step on, a step is about the setting of the slider

function createDeck(root, hooks) {
  const screens = root.querySelector("[data-part=screens]");
  const working = root.querySelector("[data-part=working]");
  let tour = null, seen = "", isTour = false;

  const live = createLive(root, {
    isServed: hooks.isServed,
    commit: (at) => hooks.commit(at),
    moved: () => hide(),
  });
  const stage = createStage(root, {
    shown: () => hide(),
    moved: (at) => hooks.moved(at),
    asked: (what) => hooks.asked(what),
  });

  // A step about another setting than the slider's is not shown: its figures are on their way.
  function hide() {
    working.hidden = !hooks.isServed || isTour || stage.at().step < LATER || !live.isElsewhere();
  }

  // Draws what is new. A slider that is being dragged is left alone.
  function draw(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html; // made by the template of this package, which escapes every value
    const held = live.isHeld() ? screens.querySelector(".drag") : null;
    if (held) fresh.content.querySelector(".drag").replaceWith(held);
    screens.replaceChildren(...fresh.content.childNodes);
    return Boolean(held);
  }

  function receive(data) {
    applyTheme(root);
    const now = JSON.stringify([data.html, data.live, data.tour]);
    if (now === seen) return;
    const first = !seen;
    seen = now;
    isTour = data.tour;
    root.lang = data.language;
    write(working, data.texts.working);
    write(root.querySelector("[data-part=tour]"), data.texts.tour);
    write(root.querySelector("[data-part=skip]"), data.texts.skip);
    const held = draw(data.html);
    if (held) live.measured(data.at); else live.receive(data.live, data.texts, data.at);
    if (first) stage.start(data.step);
    if (!held) live.build();
    stage.show();
    if (tour) tour.dispose();
    tour = isTour ? createTour(root, stage, live, { asked: hooks.asked }) : null;
    root.querySelector("[data-part=touring]").hidden = !isTour;
  }

  return {
    receive, stage,
    joined(html) {
      const place = root.querySelector("[data-live=joined]");
      if (place) { place.hidden = !html; place.innerHTML = html; }
    },
    dispose() { stage.dispose(); if (tour) tour.dispose(); },
  };
}
