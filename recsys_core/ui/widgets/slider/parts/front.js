// The same settings as a front: accuracy against variety, with the setting, the bend and the advice.

function createFront(part, view) {
  let marker = null, scale = null, box = null;

  const measured = () => {
    const { curve } = view.data;
    return [curve.measures[curve.variety], curve.measures[curve.accuracy]];
  };

  function build() {
    const { strings, curve } = view.data;
    const [variety, accuracy] = measured();
    part.plot.replaceChildren();
    const width = Math.max(260, part.plot.clientWidth);
    const height = plotHeight(width, view);
    const wide = typeScale(width, view.data);
    box = { left: 52 * wide, right: width - 18, top: 12 + 24 * wide, bottom: height - 46 * wide, wide };
    const svg = addSvg("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img" }, part.plot);
    svg.setAttribute("aria-label", strings.front_alt);
    const spread = (values) => {
      const low = Math.min(...values), high = Math.max(...values);
      const pad = (high - low) * 0.06 || 0.01;
      return [low - pad, high + pad];
    };
    const [x0, x1] = spread(variety.value), [y0, y1] = spread(accuracy.value);
    const px = (v) => box.left + ((v - x0) / (x1 - x0)) * (box.right - box.left);
    const py = (v) => box.bottom - ((v - y0) / (y1 - y0)) * (box.bottom - box.top);
    scale = { px, py };
    for (const tick of ticks(y0, y1)) {
      addSvg("line", { x1: box.left, x2: box.right, y1: py(tick), y2: py(tick), stroke: "var(--rule)" }, svg);
      addSvg("text", { x: box.left - 8, y: py(tick) + 4, "text-anchor": "end" }, svg).textContent = plain(tick, 2);
    }
    for (const tick of ticks(x0, x1)) {
      addSvg("text", { x: px(tick), y: box.bottom + 18 * wide, "text-anchor": "middle" }, svg).textContent = plain(tick, 2);
    }
    addSvg("text", { x: box.right, y: box.bottom + 40 * wide, "text-anchor": "end" }, svg).textContent =
      variety.label + " \u2192";
    addSvg("text", { x: 0, y: 12 * wide }, svg).textContent = "\u2191 " + accuracy.label;
    // Settings that another one beats on both measures are faint.
    const point = (i) => `${px(variety.value[i]).toFixed(1)} ${py(accuracy.value[i]).toFixed(1)}`;
    let good = "", beaten = "";
    for (let i = 1; i < curve.lambda.length; i += 1) {
      const step = `M${point(i - 1)}L${point(i)}`;
      if (curve.dominated[i] || curve.dominated[i - 1]) beaten += step; else good += step;
    }
    addSvg("path", { d: beaten, fill: "none", stroke: "var(--c0)", "stroke-width": 2.4, opacity: 0.35 }, svg);
    addSvg("path", { d: good, fill: "none", stroke: "var(--c0)", "stroke-width": 2.4 }, svg);
    addNamedMark(svg, curve.knee, strings.knee, "square");
    const best = view.best();
    if (best) addNamedMark(svg, gridIndex(curve, best), strings.badge_recommended, "diamond");
    marker = addSvg("circle", { r: 6.5, fill: "var(--card)", stroke: "var(--ink)", "stroke-width": 2.6 }, svg);
    const nearest = (x, y) => {
      let best = 0, least = Infinity;
      for (let i = 0; i < curve.lambda.length; i += 1) {
        const d = (px(variety.value[i]) - x) ** 2 + (py(accuracy.value[i]) - y) ** 2;
        if (d < least) { least = d; best = i; }
      }
      return best;
    };
    dragOn(svg, (x, y) => view.move(onGrid(curve, nearest(x, y) / (curve.lambda.length - 1))), width, view);
    readOn(svg, (x, y) => readout(x === null ? gridIndex(curve, view.at) : nearest(x, y)), width, view);
  }

  function readout(index) {
    const { strings, curve } = view.data;
    const values = measured().map((measure) => `${measure.short} ${plain(measure.value[index], 3)}`).reverse();
    return fill(strings.readout, { position: positionText(index / (curve.lambda.length - 1)), values: values.join(" \u00b7 ") });
  }

  function addNamedMark(svg, index, text, shape) {
    const [variety, accuracy] = measured();
    const x = scale.px(variety.value[index]), y = scale.py(accuracy.value[index]);
    const diamond = shape === "diamond";
    const mark = addSvg("rect", { x: x - 5, y: y - 5, width: 10, height: 10, rx: 1.5, "stroke-width": 2,
      fill: diamond ? "var(--c2)" : "var(--card)", stroke: diamond ? "var(--c2)" : "var(--grey)" }, svg);
    if (diamond) mark.setAttribute("transform", `rotate(45 ${x} ${y})`);
    // Below the curve, which falls to the right; near its start lower still, with a thin line to the mark.
    const near = x < box.left + 240;
    const place = near ? { x, y: y + 58, "text-anchor": "start" } : { x: x - 10, y: y + 24, "text-anchor": "end" };
    const label = addSvg("text", { class: "halo", ...place }, svg);
    if (near) addSvg("line", { x1: x, x2: x, y1: y + 10, y2: y + 42, stroke: "var(--grey)" }, svg);
    label.textContent = text;
    if (diamond) label.style.fill = "var(--c2-text)";
  }

  function move(at, index) {
    if (!marker) return;
    const [variety, accuracy] = measured();
    marker.setAttribute("cx", scale.px(variety.value[index]).toFixed(1));
    marker.setAttribute("cy", scale.py(accuracy.value[index]).toFixed(1));
  }

  return { build, move };
}
