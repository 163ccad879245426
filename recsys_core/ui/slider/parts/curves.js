// The curves over the whole slider, each relative to its own start, with interval bands and markers.

function createCurves(part, view) {
  // The four measures have their own colours; what is chosen beside them is grey and differs by dash.
  const dashes = ["", "9 4", "2.5 3.5", "8 3 2 3", "14 3", "1 4", "6 2 1 2 1 2"];
  let markers = [], line = null, box = null, scale = null;

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
    const pad = Math.max(0.02, (high - low) * 0.05);
    return [low - pad, high + pad];
  }

  const curve = (values, x, y) => values.map((v, i) => `${i ? "L" : "M"}${x(i)} ${y(v)}`).join("");

  function build() {
    const { strings, curve: all } = view.data;
    const measures = lines();
    part.plot.replaceChildren();
    const width = Math.max(260, part.plot.clientWidth);
    const height = plotHeight(width, view.data);
    const wide = view.data.present ? 1.5 : 1;
    const room = Math.max(84, ...measures.map((measure) => 7.4 * measure.short.length + 12)) * wide;
    box = { left: 46 * wide, right: width - room, top: 12, bottom: height - 34 * wide };
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img" }, part.plot);
    svg.setAttribute("aria-label", strings.curves_alt);
    const [low, high] = extent(measures);
    const last = all.lambda.length - 1;
    const px = (t) => box.left + t * (box.right - box.left);
    const py = (v) => box.bottom - ((v - low) / (high - low)) * (box.bottom - box.top);
    scale = { px, py };
    const budget = view.budget();
    if (budget && budget.t > 0) {
      drawn("rect", { x: box.left, y: box.top, width: px(budget.t) - box.left, height: box.bottom - box.top,
        fill: "var(--c2)", opacity: 0.08 }, svg);
      const inside = drawn("text", { x: box.left + 8, y: box.bottom - 9 }, svg);
      inside.textContent = fill(strings.inside_budget, { budget: budget.label });
      // In a band too narrow for it the words would claim more than the band does.
      if (inside.getComputedTextLength() > px(budget.t) - box.left - 12) inside.remove();
    }
    for (const tick of ticks(low, high)) {
      const one = Math.abs(tick - 1) < 1e-9;
      drawn("line", { x1: box.left, x2: box.right, y1: py(tick), y2: py(tick), stroke: "var(--rule)",
        "stroke-width": one ? 1.6 : 1 }, svg);
      drawn("text", { x: box.left - 8, y: py(tick) + 4, "text-anchor": "end" }, svg).textContent =
        `${plain(tick * 100, Number.isInteger(Math.round(tick * 1000) / 10) ? 0 : 1)}%`;
    }
    const ends = { y: box.bottom + 22 * wide };
    drawn("text", { ...ends, x: box.left }, svg).textContent = strings.low.toLowerCase();
    drawn("text", { ...ends, x: box.right, "text-anchor": "end" }, svg).textContent = strings.high.toLowerCase();
    const x = (i) => px(i / last).toFixed(1);
    const y = (v) => py(v).toFixed(1);
    for (const measure of measures) {
      if (!measure.band_low) continue;
      const back = measure.band_low.map((v, i) => `L${x(i)} ${y(v)}`).reverse().join("");
      drawn("path", { d: curve(measure.band_high, x, y) + back + "Z", fill: `var(--c${measure.colour})`,
        opacity: 0.13 }, svg);
    }
    line = drawn("line", { y1: box.top, y2: box.bottom, stroke: "var(--grey)", "stroke-width": 1.2 }, svg);
    let greys = 0;
    for (const measure of measures) {
      drawn("path", { d: curve(measure.ratio, x, y), fill: "none", stroke: `var(--c${measure.colour})`,
        "stroke-width": 2.2, "stroke-linejoin": "round",
        "stroke-dasharray": dashes[measure.colour < 4 ? measure.colour : 4 + (greys++ % 3)] }, svg);
    }
    markers = measures.map((measure) => drawn("circle", { r: 5.5, fill: "var(--card)",
      stroke: `var(--c${measure.colour})`, "stroke-width": 2.4 }, svg));
    labels(measures, svg, last);
    hold(svg, (at) => view.move(onGrid(all, (at - box.left) / (box.right - box.left))), width, view);
  }

  // Direct labels at the right end, pushed apart where two curves end close together.
  function labels(measures, svg, last) {
    const placed = measures
      .map((measure) => ({ measure, y: scale.py(measure.ratio[last]) + 5 }))
      .sort((a, b) => a.y - b.y);
    for (let i = 1; i < placed.length; i += 1) placed[i].y = Math.max(placed[i].y, placed[i - 1].y + 18);
    const over = placed.length ? placed[placed.length - 1].y - box.bottom : 0;
    if (over > 0) for (const label of placed) label.y -= over;
    for (const { measure, y } of placed) {
      const text = drawn("text", { class: "label", x: box.right + 8, y }, svg);
      text.style.fill = `var(--c${measure.colour}-text)`;
      text.textContent = measure.short;
    }
  }

  function move(at, index) {
    if (!line) return;
    const x = scale.px(at.t).toFixed(1);
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    lines().forEach((measure, i) => {
      markers[i].setAttribute("cx", x);
      markers[i].setAttribute("cy", scale.py(measure.ratio[index]).toFixed(1));
    });
  }

  return { build, move };
}
