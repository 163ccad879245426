// The curves over the whole slider, each relative to its own start, with interval bands and markers.

function createCurves(part, view) {
  // The four usual measures have their own colours and dashes; any others are grey and carry a shape.
  const dashes = ["", "9 4", "2.5 3.5", "8 3 2 3", ""];
  const EVERY = 1 / 7;  // of the width, between two shapes on one curve
  let markers = [], line = null, box = null, scale = null;

  // Approximate width of a text in pixels; a Chinese character is as wide as two letters.
  const wordWidth = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 14.5 : 7.6), 0);

  function lines() {
    return view.data.curve.measures.filter((measure) => measure.curve);
  }

  function extent(measures) {
    let low = 1, high = 1;
    for (const { ratio, band_low, band_high } of measures) {
      for (const values of [ratio, band_low, band_high]) {
        if (!values) continue;
        for (const value of values) { if (value < low) low = value; if (value > high) high = value; }
      }
    }
    // If nothing changes, a fine scale would exaggerate noise.
    const pad = high === low ? 0.1 : Math.max(0.02, (high - low) * 0.05);
    return [low - pad, high + pad];
  }

  const curve = (values, x, y) => values.map((v, i) => `${i ? "L" : "M"}${x(i)} ${y(v)}`).join("");

  function build() {
    const { strings, curve: all } = view.data;
    const measures = lines();
    part.plot.replaceChildren();
    const width = Math.max(260, part.plot.clientWidth);
    const wide = typeScale(width, view.data);
    const marks = assignShapes(measures);
    const room = (Math.max(...measures.map((measure) => wordWidth(measure.short))) + (marks.some(Boolean) ? 34 : 16)) * wide;
    // If the labels would take too much of the width, they go below, one per line.
    const below = room > width * 0.36;
    const plot = plotHeight(width, view);
    const height = plot + (below ? 22 * measures.length + 6 : 0);
    box = { left: 46 * wide, right: width - (below ? 12 : room), top: 12, bottom: plot - 34 * wide };
    const svg = addSvg("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img" }, part.plot);
    svg.setAttribute("aria-label", strings.curves_alt);
    const [low, high] = extent(measures);
    const last = all.lambda.length - 1;
    const px = (t) => box.left + t * (box.right - box.left);
    const py = (v) => box.bottom - ((v - low) / (high - low)) * (box.bottom - box.top);
    scale = { px, py };
    const stretch = view.stretch(), best = view.best();
    if (stretch > 0) {
      addSvg("rect", { x: box.left, y: box.top, width: px(stretch) - box.left, height: box.bottom - box.top,
        fill: "var(--c2)", opacity: 0.08 }, svg);
    }
    if (best) addSvg("path", { d: "M0-6 6 0 0 6-6 0Z", transform: `translate(${px(best.t)} ${box.bottom})`, fill: "var(--c2)" }, svg);
    for (const tick of ticks(low, high)) {
      const one = Math.abs(tick - 1) < 1e-9;
      addSvg("line", { x1: box.left, x2: box.right, y1: py(tick), y2: py(tick), stroke: "var(--rule)",
        "stroke-width": one ? 1.6 : 1 }, svg);
      addSvg("text", { x: box.left - 8, y: py(tick) + 4, "text-anchor": "end" }, svg).textContent =
        `${plain(tick * 100, Number.isInteger(Math.round(tick * 1000) / 10) ? 0 : 1)}%`;
    }
    const ends = { y: box.bottom + 22 * wide };
    addSvg("text", { ...ends, x: box.left }, svg).textContent = strings.low.toLowerCase();
    addSvg("text", { ...ends, x: box.right, "text-anchor": "end" }, svg).textContent = strings.high.toLowerCase();
    const x = (i) => px(i / last).toFixed(1);
    const y = (v) => py(v).toFixed(1);
    for (const measure of measures) {
      if (!measure.band_low) continue;
      const back = measure.band_low.map((v, i) => `L${x(i)} ${y(v)}`).reverse().join("");
      addSvg("path", { d: curve(measure.band_high, x, y) + back + "Z", fill: `var(--c${measure.colour})`,
        opacity: 0.13 }, svg);
    }
    line = addSvg("line", { y1: box.top, y2: box.bottom, stroke: "var(--grey)", "stroke-width": 1.2 }, svg);
    measures.forEach((measure, at) => {
      addSvg("path", { d: curve(measure.ratio, x, y), fill: "none", stroke: `var(--c${measure.colour})`,
        "stroke-width": marks[at] ? 1.6 : 2.2, "stroke-linejoin": "round", "stroke-dasharray": dashes[measure.colour] }, svg);
      // Offset the shapes of each curve so that both stay visible where two curves overlap.
      for (let t = EVERY * (0.6 + 0.3 * at); marks[at] && t < 1; t += EVERY) {
        const i = Math.round(t * last);
        addShape(marks[at], measure, svg).setAttribute("transform", `translate(${x(i)} ${y(measure.ratio[i])}) scale(.8)`);
      }
    });
    if (stretch > 0) labelBand(strings, px(stretch), svg);
    markers = measures.map((measure, at) => addSvg("path", { class: "marker", d: marks[at] || "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0",
      fill: marks[at] ? `var(--c${measure.colour})` : "var(--card)", stroke: `var(--c${measure.colour})`, "stroke-width": 2.4 }, svg));
    if (below) addLegend(measures, marks, svg, plot); else addEndLabels(measures, marks, svg, last, wide);
    const under = (at) => onGrid(all, (at - box.left) / (box.right - box.left));
    dragOn(svg, (at) => view.move(under(at)), width, view);
    readOn(svg, (at) => readout(gridIndex(all, at === null ? view.at : under(at))), width, view);
  }

  // Every curve's value at a row, as text.
  function readout(index) {
    const { strings, curve: all } = view.data;
    const values = lines().map((measure) => `${measure.short} ${plain(measure.ratio[index] * 100, 1)}%`);
    return fill(strings.readout, { position: positionText(index / (all.lambda.length - 1)), values: values.join(" \u00b7 ") });
  }

  // The label goes inside the band, rotated if the band is narrow, and above the marker line.
  function labelBand(strings, edge, svg) {
    const name = addSvg("text", { x: box.left + 8, y: box.bottom - 9, class: "halo" }, svg);
    name.textContent = strings.inside_limits;
    const room = edge - box.left;
    if (name.getComputedTextLength() <= room - 16) return;
    const high = name.getBBox().height;
    if (room < high + 4) { name.remove(); return; }
    // A low plot has less room below the curves, which all start at 100%: use the short text.
    if (name.getComputedTextLength() > box.bottom - scale.py(1) - 24) name.textContent = strings.inside_short;
    const [x, y] = [box.left + room / 2 + high * 0.3, box.bottom - 12];
    for (const [key, value] of Object.entries({ x, y, transform: `rotate(-90 ${x} ${y})` })) name.setAttribute(key, value);
  }

  // Labels at the right end, pushed apart where curves end close together; a thin line leads back.
  function addEndLabels(measures, marks, svg, last, wide) {
    const apart = 19 * wide;
    const placed = measures
      .map((measure, at) => ({ measure, mark: marks[at], end: scale.py(measure.ratio[last]) }))
      .sort((a, b) => a.end - b.end);
    placed.forEach((label, i) => { label.y = i ? Math.max(label.end, placed[i - 1].y + apart) : label.end; });
    const over = placed.length ? placed[placed.length - 1].y - box.bottom : 0;
    for (let i = placed.length - 1, lowest = box.bottom; over > 0 && i >= 0; i -= 1, lowest = placed[i + 1].y - apart) {
      placed[i].y = Math.min(placed[i].y, lowest);
    }
    for (const { measure, mark, end, y } of placed) {
      if (Math.abs(y - end) > 5) {
        addSvg("path", { d: `M${box.right + 2} ${end}L${box.right + 9} ${y}`, stroke: "var(--grey)", fill: "none" }, svg);
      }
      addLabel(measure, mark, box.right + 12, y, svg);
    }
  }

  function addLegend(measures, marks, svg, top) {
    measures.forEach((measure, at) => {
      const y = top + 10 + 22 * at;
      addSvg("line", { x1: 4, x2: 40, y1: y, y2: y, stroke: `var(--c${measure.colour})`, "stroke-width": 2.2,
        "stroke-dasharray": dashes[measure.colour] }, svg);
      addLabel(measure, marks[at], 48, y, svg);
    });
  }

  function addLabel(measure, mark, x, y, svg) {
    if (mark) addShape(mark, measure, svg).setAttribute("transform", `translate(${x + 7} ${y})`);
    const text = addSvg("text", { class: "label", x: x + (mark ? 19 : 0), y: y + 5 }, svg);
    text.style.fill = `var(--c${measure.colour}-text)`;
    text.textContent = measure.short;
  }

  function move(at, index) {
    if (!line) return;
    const x = scale.px(at.t).toFixed(1);
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    lines().forEach((measure, i) => {
      markers[i].setAttribute("transform", `translate(${x} ${scale.py(measure.ratio[index]).toFixed(1)})`);
    });
  }

  return { build, move };
}
