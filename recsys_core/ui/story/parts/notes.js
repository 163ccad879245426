// The presenter's window: this step and the next one, notes, and the time since the first move.

function mountNotes(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const small = { now: part("now"), next: part("next") };
  let data = null, began = null, clock = 0, drawn = "";

  const stage = createStage(root, {
    shown: () => show(),
    moved: (at) => send("moved", at),
    asked: () => {},
  });
  const lives = Object.values(small).map((deck) => createLive(deck, { isServed: true, commit() {}, moved() {} }));

  function show() {
    if (!data) return;
    const { step, black } = stage.at();
    const only = (deck, wanted) => {
      for (const section of deck.querySelectorAll(".step")) section.hidden = Number(section.dataset.step) !== wanted;
    };
    only(small.now, step);
    only(small.next, step + 1);
    small.now.classList.toggle("dark", black);
    const last = step === data.notes.length;
    small.next.hidden = last;
    write(part("nextTitle"), last ? data.texts.end : data.texts.next);
    write(part("place"), data.places[step - 1]);
    write(part("state"), black ? data.texts.black : "");
    part("notes").replaceChildren(...data.notes[step - 1].map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
  }

  function tick() {
    const seconds = began === null ? 0 : Math.max(0, Math.floor((performance.now() - began) / 1000));
    const two = (value) => String(value).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    write(part("time"), `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`);
  }
  clock = setInterval(tick, 500);

  const onGo = ({ detail }) => stage.go(detail.step, detail.black, { told: true });
  const onBegan = ({ detail }) => { began = detail === null ? null : performance.now() - detail * 1000; tick(); };
  document.addEventListener("equipoise-story-go", onGo);
  document.addEventListener("equipoise-story-began", onBegan);

  return {
    receive(now) {
      applyTheme(root);
      const text = JSON.stringify(now);
      if (text === drawn) return;
      const first = !drawn;
      drawn = text;
      data = now;
      root.lang = data.language;
      for (const [name, label] of Object.entries(data.labels)) write(part(name), label);
      Object.values(small).forEach((deck, place) => {
        deck.querySelector("[data-part=screens]").innerHTML = data.html;
        for (const panel of deck.querySelectorAll(".panel")) panel.remove();
        deck.inert = true;
        lives[place].receive(data.live, data.texts, data.at);
        lives[place].build();
      });
      if (first) stage.start(data.step, data.steps);
      stage.show();
    },
    dispose() {
      stage.dispose();
      clearInterval(clock);
      document.removeEventListener("equipoise-story-go", onGo);
      document.removeEventListener("equipoise-story-began", onBegan);
    },
  };
}
