// One tile per measure: its value, its change with the interval in grey, the same in everyday units, what it is.

function createTiles(part, view) {
  let tiles = [];

  function build() {
    part.tiles.replaceChildren();
    part.tiles.style.setProperty("--tiles", view.data.curve.measures.length);
    const marks = assignShapes(view.data.curve.measures);
    tiles = view.data.curve.measures.map((measure, at) => {
      const tile = element("div", "tile", part.tiles);
      const name = element("div", "name", tile);
      if (marks[at]) {
        addShape(marks[at], measure, addSvg("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" }, name));
      } else element("i", "", name).style.background = `var(--c${measure.colour})`;
      element("span", "", name).textContent = measure.label;
      if (measure.about) {
        const ask = element("button", "ask", name);
        ask.type = "button";
        ask.textContent = "i";
        ask.title = measure.about;
        ask.setAttribute("aria-label", fill(view.data.strings.about, { measure: measure.label }));
        ask.setAttribute("aria-expanded", "false");
        ask.onclick = () => explain(measure, ask);
      }
      const value = element("div", "value", tile);
      const line = element("div", "change", tile);
      const change = element("span", "", line);
      line.append(" ");
      const interval = element("span", "grey", line);
      const everyday = element("div", "everyday grey", tile);
      return { measure, tile, value, change, interval, everyday };
    });
    explain(null);
  }

  // What a measure is, below the row of its tile: on a phone further rows follow. A second press hides it.
  function explain(measure, button) {
    const open = Boolean(measure) && button.getAttribute("aria-expanded") === "false";
    for (const other of part.tiles.querySelectorAll(".ask")) other.setAttribute("aria-expanded", "false");
    part.about.hidden = !open;
    write(part.about, open ? `${measure.label}: ${measure.about} ` : "");
    if (!open) return;
    if (measure.lesson) {
      const link = element("a", "", part.about);
      [link.textContent, link.href] = measure.lesson;
      link.target = "_blank";
    }
    button.setAttribute("aria-expanded", "true");
    const top = button.closest(".tile").offsetTop;
    tiles.map(({ tile }) => tile).filter((tile) => tile.offsetTop === top).pop().after(part.about);
    part.about.scrollIntoView({ block: "nearest" });
  }

  function shown(measure, index) {
    const value = measure.value[index];
    return measure.percent ? plain(value * 100, 1) + "%" : plain(value, 3);
  }

  function move(index) {
    const { strings } = view.data;
    for (const { measure, value, change, interval, everyday } of tiles) {
      write(value, shown(measure, index));
      const everydayUnit = measure.everyday;
      write(everyday, everydayUnit ? fill(everydayUnit.template, {
        now: plain(everydayUnit.values[index], everydayUnit.digits), before: plain(everydayUnit.values[0], everydayUnit.digits) }) : "");
      if (measure.share) {
        write(change, fill(strings.share_interval, {
          low: plain(measure.low[index] * 100, 1), high: plain(measure.high[index] * 100, 1) }));
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
