// One tile per measure: its value, its change, and the interval in grey.

function createTiles(part, view) {
  let tiles = [];

  function build() {
    part.tiles.replaceChildren();
    const marks = assignShapes(view.data.curve.measures);
    tiles = view.data.curve.measures.map((measure, at) => {
      const tile = element("div", "tile", part.tiles);
      const name = element("div", "name", tile);
      if (marks[at]) {
        addShape(marks[at], measure, addSvg("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" }, name));
      } else element("i", "", name).style.background = `var(--c${measure.colour})`;
      element("span", "", name).textContent = measure.label;
      const value = element("div", "value", tile);
      const line = element("div", "change", tile);
      const change = element("span", "", line);
      line.append(" ");
      const interval = element("span", "grey", line);
      if (measure.note) write(change, measure.note[0]);
      return { measure, value, change, interval };
    });
  }

  function shown(measure, index) {
    const value = measure.value[index];
    return measure.percent ? plain(value * 100, 1) + "%" : plain(value, 3);
  }

  function move(index) {
    const { strings } = view.data;
    for (const { measure, value, change, interval } of tiles) {
      write(value, shown(measure, index));
      if (measure.note) {
        const beside = measure.beside ? plain(measure.beside[index] * 100, 1) + "%" : "";
        write(interval, fill(measure.note[1], { beside }));
        continue;
      }
      const points = measure.points;
      const unit = points ? " " + strings.points : "%";
      write(change, signed(measure.change[index] * 100, 1) + unit);
      const bounds = measure.low && index > 0
        ? fill(strings.interval, {
          low: signed(measure.low[index] * 100, 1), high: signed(measure.high[index] * 100, 1) })
        : "";
      write(interval, bounds);
    }
  }

  return { build, move };
}
