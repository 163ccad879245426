// Step three: the slider with one person's list and three figures, filled in from the slider's own payload.

const TILES = 3;
const SLOW = 260; // milliseconds in which a row moves to its new place

function createLive(root, hooks) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let data = null, texts = {}, at = null, listed = -1, figuresAt = 0;

  const part = (name) => root.querySelector(`[data-live=${name}]`);

  function receive(text, words, position) {
    data = decode(text);
    texts = words;
    figuresAt = position;
    // The decimal point of the language.
    if (typeof setLanguage === "function") setLanguage(data.language, data.strings.decimal_point);
    else setDecimalPoint(data.strings.decimal_point);
    at = { t: data.start.t, lambda: data.start.lambda };
  }

  // After the step was drawn anew: its marks, and what depends on the position.
  function build() {
    listed = -1;
    const range = part("range");
    const best = data.verdict && data.verdict.best;
    part("allowed").style.width = `${data.verdict ? (data.verdict.stretch / (data.curve.lambda.length - 1)) * 100 : 0}%`;
    part("diamond").hidden = !best;
    if (best) part("diamond").style.left = `${best.t * 100}%`;
    part("rug").replaceChildren(...data.person.t.slice(1).map((t) => {
      const mark = document.createElement("i");
      mark.style.left = `${t * 100}%`;
      return mark;
    }));
    part("tiles").replaceChildren(...shown().map((measure) => {
      const tile = document.createElement("div");
      tile.className = "tile";
      for (const name of ["name", "value", "everyday"]) element("div", name, tile);
      tile.querySelector(".name").textContent = measure.label;
      tile.querySelector(".value").style.color = `var(--c${measure.colour}-text)`;
      return tile;
    }));
    range.oninput = () => move(onGrid(data.curve, Number(range.value)));
    range.onchange = () => { if (!range.matches(":focus-visible")) range.blur(); hooks.commit(at); };
    range.onkeydown = (event) => {
      const moves = { ArrowRight: 0.01, ArrowUp: 0.01, ArrowLeft: -0.01, ArrowDown: -0.01 };
      const target = event.key in moves ? at.t + moves[event.key] : event.key === "Home" ? 0 : event.key === "End" ? 1 : null;
      if (target === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      range.dataset.moved = "true";
      move(onGrid(data.curve, target));
    };
    range.onkeyup = range.onblur = () => {
      if (!range.dataset.moved) return;
      delete range.dataset.moved;
      hooks.commit(at);
    };
    move(at);
  }

  // Accuracy is left out where there is none to lose.
  const shown = () => data.curve.measures.filter((measure) => measure.curve && measure.value[0]).slice(0, TILES);

  function move(to) {
    at = to;
    const index = gridIndex(data.curve, at);
    const said = sentences(data, index, at);
    const place = fill(texts.place, { position: positionText(at.t) });
    part("range").value = String(at.t);
    part("range").setAttribute("aria-valuetext", `${place}. ${said.badge}. ${said.cost}`);
    write(part("status"), place);
    write(part("badge"), said.badge);
    part("badge").dataset.state = said.state;
    write(part("cost"), said.cost || said.headline);
    write(part("note"), isElsewhere() && !hooks.isServed ? fill(texts.elsewhere, { position: positionText(figuresAt) }) : "");
    [...part("tiles").children].forEach((tile, place) => {
      const measure = shown()[place];
      const unit = measure.points ? ` ${data.strings.points}` : "%";
      write(tile.querySelector(".value"), signed(measure.change[index] * 100, 1) + unit);
      const { everyday } = measure;
      write(tile.querySelector(".everyday"), everyday ? fill(everyday.template, {
        now: plain(everyday.values[index], everyday.digits), before: plain(everyday.values[0], everyday.digits) }) : "");
    });
    list(listIndex(data.person, at.lambda));
    root.dataset.t = at.t.toFixed(4);
    hooks.moved();
  }

  function list(now) {
    if (now === listed) return;
    const rows = part("rows"), first = new Set(data.person.lists[0]);
    const before = new Map([...rows.children].map((row) => [row.dataset.item, row.getBoundingClientRect()]));
    const quiet = listed < 0 || still.matches;
    listed = now;
    rows.replaceChildren(...data.person.lists[now].map((item, place) => {
      const row = document.createElement("li");
      row.dataset.item = String(item);
      row.classList.toggle("new", !first.has(item));
      element("span", "place", row).textContent = String(place + 1);
      element("span", "name", row).textContent = data.items[item][0];
      if (!first.has(item)) element("span", "tag", row).textContent = texts.new;
      return row;
    }));
    if (quiet) return;
    for (const row of rows.children) {
      const from = before.get(row.dataset.item), to = row.getBoundingClientRect();
      const start = from ? { transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` } : { opacity: 0 };
      row.animate([start, {}], { duration: SLOW, easing: "ease-out" });
    }
  }

  // Whether the slider stands elsewhere than the figures of the other steps.
  const isElsewhere = () => Math.abs(at.t - figuresAt) > 1e-6;

  return {
    receive, build, isElsewhere,
    move: (t) => move(onGrid(data.curve, t)),
    figuresAt: () => figuresAt,
    measured(position) { figuresAt = position; move(at); },
    isHeld: () => root.querySelector(".drag")?.matches(":has(input:active), :focus-within") || false,
  };
}
