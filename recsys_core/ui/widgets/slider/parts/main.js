// One view per mount; new data or another theme may arrive at any time.

const views = new WeakMap();

const asText = (data) => (typeof data === "string" ? data : new TextDecoder().decode(data));

// Arrays arrive as differences between neighbours, in millionths.
function decodeSteps(steps) {
  let sum = 0;
  return steps && steps.map((step) => (sum += step) / 1e6);
}

// Ratios to the start and their bands are derived here instead of being sent.
function decode(text) {
  const data = JSON.parse(text);
  for (const measure of data.curve.measures) {
    for (const name of ["value", "change", "low", "high"]) measure[name] = decodeSteps(measure[name]);
    if (measure.everyday) measure.everyday.values = decodeSteps(measure.everyday.values);
    const start = measure.points ? measure.value[0] || 1 : 1;
    const ratio = (values) => values && values.map((value) => 1 + value / start);
    measure.ratio = ratio(measure.change);
    measure.band_low = measure.share ? null : ratio(measure.low);
    measure.band_high = measure.share ? null : ratio(measure.high);
  }
  data.curve.spaces = data.curve.spaces.map(([name, change]) => [name, decodeSteps(change)]);
  if (data.verdict) {
    data.verdict.needed = decodeSteps(data.verdict.needed);
    for (const guardrail of data.verdict.guardrails) {
      for (const end of ["bound", "best"]) guardrail[end] = decodeSteps(guardrail[end]);
    }
  }
  return data;
}

function applyTheme(root) {
  const style = getComputedStyle(root);
  const colours = style.getPropertyValue("--st-chart-categorical-colors").split(",");
  const [ground, card] = ["--st-background-color", "--st-secondary-background-color"].map((name) =>
    style.getPropertyValue(name).trim());
  const red = parseInt(ground.slice(1, 3), 16);
  const dark = red < 128;
  colours.forEach((colour, index) => {
    root.style.setProperty(`--c${index}`, colour.trim());
    root.style.setProperty(`--c${index}-text`, dark ? colour.trim() : `color-mix(in srgb, ${colour.trim()} 92%, black)`);
  });
  root.style.setProperty("--tint", `color-mix(in srgb, ${colours[1].trim()} ${dark ? 14 : 9}%, ${card})`);
  root.style.setProperty("--rail", dark ? "#2C3136" : "#E6E3DC");
  root.style.colorScheme = dark ? "dark" : "light";
}

function createView(parent) {
  const part = {};
  for (const node of parent.querySelectorAll("[data-part]")) {
    part[node.dataset.part.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] = node;
  }
  const view = { part, data: null, at: { t: 0, lambda: 0 }, revision: null, curveId: null, send: null };
  view.best = () => (view.data.verdict && view.data.verdict.best) || null;
  // How far up the slider everything is inside the limits.
  view.stretch = () => (view.data.verdict ? view.data.verdict.stretch / (view.data.curve.lambda.length - 1) : 0);
  const track = createTrack(part, view);
  const tiles = createTiles(part, view);
  const shapes = { curves: createCurves(part, view), front: createFront(part, view) };
  view.shape = "curves";
  const plot = { build: () => shapes[view.shape].build(), move: (at, index) => shapes[view.shape].move(at, index) };
  const title = view.title = () => {
    const { strings } = view.data;
    const front = view.shape === "front";
    write(part.curvesTitle, front ? strings.front_title : strings.curves_title);
    write(part.curvesNote, front ? strings.front_note : strings.curves_note);
    write(part.shape, front ? strings.as_curves : strings.as_front);
  };
  part.shape.onclick = () => {
    view.shape = view.shape === "front" ? "curves" : "front";
    title();
    plot.build();
    view.move(view.at);
  };
  const slope = createSlope(part, view);

  view.move = (at) => {
    view.at = at;
    const { curve, person, strings } = view.data;
    const index = gridIndex(curve, at);
    const listed = listIndex(person, at.lambda);
    const words = sentences(view.data, index, at);
    const status = fill(strings.status, { position: positionText(at.t), lambda: plain(at.lambda, 3) });
    for (const name of ["badge", "headline", "cost", "basis"]) write(part[name], words[name]);
    part.badge.hidden = !words.state;
    part.badge.dataset.state = words.state;
    part.badge.classList.toggle("explored", Boolean(view.data.verdict && view.data.verdict.explored));
    part.recommended.hidden = words.state === "recommended";
    part.recommended.disabled = !view.data.verdict;
    write(part.status, status);
    track.move(at, `${status}. ${words.badge ? words.badge + ". " : ""}${words.cost}`);
    tiles.move(index);
    plot.move(at, index);
    slope.move(listed);
    part.previous.disabled = !change(view.data, at, -1);
    part.next.disabled = !change(view.data, at, 1);
    part.root.dataset.t = at.t.toFixed(4);
    part.root.dataset.lambda = String(at.lambda);
  };
  view.commit = () => view.send("at", { t: view.at.t });
  const jump = (target) => { if (target) { view.move(target); view.commit(); } };
  part.previous.onclick = () => jump(change(view.data, view.at, -1));
  part.next.onclick = () => jump(change(view.data, view.at, 1));
  part.recommended.onclick = () => {
    const best = view.best();
    if (best) jump(onGrid(view.data.curve, best.t)); else view.ask("recommended");
  };
  part.edit.onclick = () => view.ask("limits");
  part.memo.onclick = () => view.ask("memo");
  // When presenting, return the keys to the presenter after a choice: a select that keeps the focus would take
  // a letter as the start of an option's name.
  const release = (select) => { if (view.data.present) select.blur(); };
  part.reranker.onchange = () => { release(part.reranker); view.send("reranker", part.reranker.value); };
  part.personPrevious.onclick = () => view.step(-1);
  part.personNext.onclick = () => view.step(1);
  const unfold = (button, panel) => {
    button.onclick = () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    };
  };
  unfold(part.how, part.protocol);
  unfold(part.why, part.methods);

  function judge() {
    const { strings, verdict } = view.data;
    const best = view.best();
    part.why.hidden = !view.data.why.length;
    track.judge(view.stretch(), best, !verdict ? "" : best ? strings.label_recommended : strings.label_stretch);
    track.place();
  }

  function layout() {
    if (!view.data || !part.root.clientWidth) return;
    track.place();
    plot.build();
    slope.build();
    view.move(view.at);
  }
  // A presenter's remote sends arrow or page keys; B hides the person's name. A key that a focused control uses
  // belongs to that control.
  const remote = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  const taken = "input, select, textarea, [contenteditable], [role=combobox], [role=listbox], [role=option]";
  const onKey = (event) => {
    if (!view.data || !view.data.present || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.composedPath()[0];
    if (inside.matches && inside.matches(taken)) {
      // A select would take the letter as the start of an option's name.
      if (inside.matches("select") && /^b$/i.test(event.key)) event.preventDefault();
      return;
    }
    if (event.key in remote) { event.preventDefault(); view.step(remote[event.key]); }
    if (/^b$/i.test(event.key)) {
      event.preventDefault();
      view.hidden = !view.hidden;
      renderPerson(part, view.data, view.hidden);
    }
  };
  document.addEventListener("keydown", onKey);
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (part.root.clientWidth !== width) { width = part.root.clientWidth; layout(); }
  });
  observer.observe(part.root);
  view.dispose = () => { observer.disconnect(); document.removeEventListener("keydown", onKey); };

  view.receive = (raw) => {
    applyTheme(part.root);
    const text = asText(raw);
    // The same data come back after each release. Colours come from CSS variables, so another theme needs no
    // redraw; the observer handles another width.
    if (text === view.text) return;
    view.text = text;
    const data = decode(text);
    view.data = data;
    if (data.start.revision !== view.revision) {
      view.revision = data.start.revision;
      view.at = onGrid(data.curve, data.start.t);
    } else if (data.curve.id !== view.curveId) {
      view.at = onGrid(data.curve, view.at.t);
    }
    view.curveId = data.curve.id;
    part.root.classList.toggle("person-only", data.mode === "person");
    part.root.classList.toggle("present", data.present);
    part.root.lang = data.language;
    words(part, data, view.hidden);
    title();
    tiles.build();
    judge();
    width = part.root.clientWidth;
    layout();
  };
  return view;
}

// Everything written once: titles, labels, options.
function words(part, { strings, language, person, rerankers, protocol, limits, why, present }, hidden) {
  setLanguage(language, strings.decimal_point);
  const texts = { low: strings.low, lowNote: strings.low_note, high: strings.high, highNote: strings.high_note,
    how: strings.how, previous: strings.previous, next: strings.next,
    why: strings.why, keys: present ? strings.present_keys : "", recommended: strings.use_recommended,
    limitsTitle: strings.limits_title, edit: strings.edit, memo: strings.memo, ticks: strings.ticks,
    personPrevious: strings.person_previous, personNext: strings.person_next };
  for (const name in texts) write(part[name], texts[name]);
  renderPerson(part, { strings, person }, hidden);
  part.range.setAttribute("aria-label", strings.slider);
  const options = (select, entries, chosen, label) => {
    select.setAttribute("aria-label", label);
    select.replaceChildren(...entries.map(([value, text, title]) => {
      const option = new Option(text, value, false, value === chosen);
      option.title = title || "";
      return option;
    }));
  };
  write(part.good, (rerankers.options.find(([name]) => name === rerankers.chosen) || ["", "", ""])[2]);
  options(part.reranker, rerankers.options, rerankers.chosen, strings.reranker);
  const list = (node, rows) => {
    node.replaceChildren();
    for (const [term, text] of rows) {
      element("dt", "", node).textContent = term;
      element("dd", "", node).textContent = text;
    }
  };
  list(part.protocol, protocol);
  list(part.limits, limits);
  list(part.methods, why);
}

// The person's name and details, unless the presenter has hidden them.
function renderPerson(part, { strings, person }, hidden) {
  write(part.personTitle, hidden ? strings.hidden : person.title);
  write(part.personNote, hidden ? "" : person.about);
}

export default function (component) {
  const { parentElement, data, setStateValue, setTriggerValue } = component;
  let view = views.get(parentElement);
  if (!view) { view = createView(parentElement); views.set(parentElement, view); }
  view.send = setStateValue;
  view.step = (by) => setTriggerValue("person", by);
  view.ask = (what) => setTriggerValue(what, true);
  view.receive(data);
  return () => { view.dispose(); views.delete(parentElement); };
}
