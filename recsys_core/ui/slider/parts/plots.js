// What both drawings share: height, round ticks, and being held like the slider.

const plotHeight = (width, { person, present }) =>
  width < 480 ? 260 : Math.max(300, 32 + (present ? 44 : 33) * person.lists[0].length);

function ticks(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) found.push(k * step);
  return found;
}

// Press, drag and release on a drawing move the setting as the slider does.
function hold(svg, go, width, view) {
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
