// One person's list as a slope chart: most relevant first on the left, at this setting on the right.

function createSlope(part, view) {
  let ROW = 33, HEAD = 26;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let rows = new Map(), lefts = new Map(), svg = null, frame = 0, shown = -1, geometry = null;

  const top = (place) => HEAD + place * ROW;

  function row(item, side) {
    const node = element("div", "row", part.slope);
    element("span", "place", node);
    element("span", "name", node).textContent = view.data.items[item][0];
    node.title = view.data.items[item][0];
    node.style.left = side === "left" ? "0" : `${geometry.right}px`;
    node.style.width = `${side === "left" ? geometry.left : geometry.width - geometry.right}px`;
    return node;
  }

  function build() {
    const { person, strings } = view.data;
    const first = person.lists[0];
    const width = part.slope.clientWidth;
    const narrow = width < 460;
    const present = view.data.present;
    [ROW, HEAD] = present ? [44, 34] : [narrow ? 42 : 33, 26];
    geometry = {
      width, narrow,
      left: narrow ? 44 : Math.round(width * 0.37),
      right: narrow ? 96 : Math.round(width * 0.53),
    };
    part.slope.classList.toggle("narrow", narrow);
    part.slope.replaceChildren();
    part.slope.style.height = `${top(first.length)}px`;
    svg = addSvg("svg", { "aria-hidden": "true" }, part.slope);
    const head = (text, x) => {
      const node = element("div", "head", part.slope);
      node.textContent = text;
      node.style.left = `${x + 8}px`;
    };
    head(narrow ? strings.before_short : strings.before, 0);
    head(strings.after, geometry.right);
    rows = new Map();
    lefts = new Map();
    first.forEach((item, place) => {
      const node = row(item, "left");
      if (narrow) node.lastChild.hidden = true;
      write(node.firstChild, String(place + 1));
      node.style.transform = `translateY(${top(place)}px)`;
      lefts.set(item, { node, place, path: addSvg("path", {}, svg) });
    });
    shown = -1;
  }

  // What a new item adds: categories that the first list lacks, else the one it has least of.
  function brings(item, first) {
    const tags = view.data.items[item][1];
    const count = (tag) => first.filter((other) => view.data.items[other][1].includes(tag)).length;
    const fresh = tags.filter((tag) => count(tag) === 0);
    const known = fresh.length === 0;
    const chosen = known ? [...tags].sort((a, b) => count(a) - count(b)).slice(0, 1) : fresh.slice(0, 2);
    return { text: chosen.join(", "), known };
  }

  function move(listed) {
    if (listed === shown) return;
    const { person, strings } = view.data;
    const jump = shown < 0 || still.matches;
    shown = listed;
    const first = person.lists[0], list = person.lists[listed];
    const present = new Set(list);
    for (const [item, state] of rows) {
      if (!present.has(item)) { state.node.remove(); rows.delete(item); }
    }
    list.forEach((item, place) => {
      let state = rows.get(item);
      if (!state) {
        const node = row(item, "right");
        const entering = !lefts.has(item);
        if (entering) {
          const { text, known } = brings(item, first);
          node.classList.add("new");
          // Where there is little room the title goes first, on two lines, and what it adds follows it.
          const tag = element("span", known ? "tag known" : "tag", geometry.narrow ? node.lastChild : node);
          write(tag, geometry.narrow && text ? ` · ${text}` : text);
        }
        const start = lefts.has(item) ? lefts.get(item).place : place + 0.35;
        state = { node, y: jump ? place : start };
        rows.set(item, state);
      }
      state.place = place;
      write(state.node.firstChild, String(place + 1));
      if (jump) state.y = place;
    });
    const gone = first.filter((item) => !present.has(item));
    for (const [item, state] of lefts) state.node.classList.toggle("gone", !present.has(item));
    write(part.left, geometry.narrow && gone.length
      ? fill(strings.gone, { titles: gone.map((item) => view.data.items[item][0]).join(strings.comma) }) : "");
    part.left.hidden = !(geometry.narrow && gone.length);
    paint();
    if (!jump && !frame) frame = requestAnimationFrame(step);
  }

  function step() {
    frame = 0;
    let moving = false;
    for (const state of rows.values()) {
      const gap = state.place - state.y;
      if (Math.abs(gap) < 0.01) state.y = state.place;
      else { state.y += gap * 0.24; moving = true; }
    }
    paint();
    if (moving) frame = requestAnimationFrame(step);
  }

  function paint() {
    const from = geometry.narrow ? geometry.left : geometry.left + 6;
    const to = geometry.right - (geometry.narrow ? 2 : 6);
    const bend = (from + to) / 2;
    for (const [item, state] of rows) state.node.style.transform = `translateY(${top(state.y)}px)`;
    for (const [item, { place, path }] of lefts) {
      const state = rows.get(item);
      const a = top(place) + ROW / 2 - 1.5;
      const end = state ? top(state.y) + ROW / 2 - 1.5 : 0;
      const d = state ? `M${from} ${a}C${bend} ${a} ${bend} ${end} ${to} ${end}` : "";
      path.setAttribute("d", d);
    }
  }

  return { build, move };
}
