// What both plots share: type size, height, shapes, round ticks, and dragging.

// Presentation mode enlarges type, except on a phone. slider.css uses the same limit.
const typeScale = (width, { present }) => (present && width > 480 ? 1.45 : 1);

// Measures beyond the usual ones share one grey, so their curve, label and tile carry a shape.
const SHAPES = ["M0-6L5.6 4.4H-5.6Z", "M0-6.4 5.6 0 0 6.4-5.6 0Z", "M0 6L5.6-4.4H-5.6Z"];
const GREY = 4;

function assignShapes(measures) {
  let next = 0;
  return measures.map((measure) => (measure.curve && measure.colour >= GREY ? SHAPES[next++ % SHAPES.length] : null));
}

function addShape(d, measure, parent) {
  return addSvg("path", { d, fill: "var(--card)", stroke: `var(--c${measure.colour})`, "stroke-width": 1.8 }, parent);
}

// As high as the list beside it; on a phone, where the list is below, at most half a screen.
const plotHeight = (width, { part, data: { person, present } }) =>
  part.root.clientWidth <= 900 && width < 480
    ? 260
    : clamp(32 + (present ? 44 : 33) * person.lists[0].length, 300, 560);

function ticks(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) found.push(k * step);
  return found;
}

// Press, drag and release on a plot move the setting as the slider does.
function dragOn(svg, go, width, view) {
  let held = false;
  const at = (event) => {
    const bounds = svg.getBoundingClientRect();
    const zoom = width / bounds.width;
    go((event.clientX - bounds.left) * zoom, (event.clientY - bounds.top) * zoom);
  };
  svg.onpointerdown = (event) => { held = true; svg.setPointerCapture(event.pointerId); at(event); };
  svg.onpointermove = (event) => { if (held) at(event); };
  svg.onpointerup = svg.onpointercancel = () => { if (held) { held = false; view.commit(); } };
}

// Values under the pointer, and where the plot has the keyboard's focus those of the setting, in the plot's note.
function readOn(svg, text, width, view) {
  svg.setAttribute("tabindex", "0");
  const note = view.part.curvesNote;
  const show = (found) => write(note, found);
  svg.addEventListener("pointermove", (event) => {
    const bounds = svg.getBoundingClientRect();
    const zoom = width / bounds.width;
    show(text((event.clientX - bounds.left) * zoom, (event.clientY - bounds.top) * zoom));
  });
  svg.addEventListener("focus", () => show(text(null, null)));
  for (const left of ["pointerleave", "blur"]) svg.addEventListener(left, () => view.title());
}
