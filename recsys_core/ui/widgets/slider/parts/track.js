// The slider and its rug: a tick where this person's list changes, longer where an item enters.

function createTrack(part, view) {
  const { range, rug, done, allowed, diamond, advised } = part;
  let pending = false;
  let named = null;  // the position that the label speaks of

  range.oninput = () => view.move(onGrid(view.data.curve, Number(range.value)));
  range.onchange = () => view.commit();
  range.onkeydown = (event) => {
    const { curve } = view.data;
    const small = event.shiftKey ? 0.001 : 0.01;
    const moves = {
      ArrowRight: small, ArrowUp: small, ArrowLeft: -small, ArrowDown: -small, PageUp: 0.1, PageDown: -0.1,
    };
    let target = null;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) target = onGrid(curve, view.at.t + moves[event.key]);
    else if (event.key === "Home") target = onGrid(curve, 0);
    else if (event.key === "End") target = onGrid(curve, 1);
    else if (/^n$/i.test(event.key)) target = change(view.data, view.at, 1) || view.at;
    else if (/^p$/i.test(event.key)) target = change(view.data, view.at, -1) || view.at;
    if (!target) return;
    event.preventDefault();
    pending = true;
    view.move(target);
  };
  const commitPending = () => { if (pending) { pending = false; view.commit(); } };
  range.onkeyup = commitPending;
  range.onblur = commitPending;

  function place() {
    const width = range.clientWidth - 28;
    rug.replaceChildren();
    const { person } = view.data;
    let back = "", front = "";
    person.breakpoints.forEach((lambda, index) => {
      if (index === 0) return;
      const before = new Set(person.lists[index - 1]);
      const enters = person.lists[index].some((item) => !before.has(item));
      const x = (person.t[index] * width).toFixed(1);
      if (enters) front += `M${x} 0V16`; else back += `M${x} 6V16`;
    });
    addSvg("path", { d: back, stroke: "var(--grey)", "stroke-width": 1, opacity: 0.45 }, rug);
    addSvg("path", { d: front, stroke: "var(--grey)", "stroke-width": 1, opacity: 0.8 }, rug);
    if (named !== null) {
      // Centred under its diamond, but kept off the edge and the two buttons.
      const free = width - advised.parentElement.firstElementChild.offsetWidth - 24 - advised.offsetWidth;
      advised.style.left = `${clamp(named * width - advised.offsetWidth / 2, 0, Math.max(0, free))}px`;
    }
  }

  return {
    place,
    // The stretch inside the limits, the recommended position if it is on this track, and a label.
    judge(stretch, best, text) {
      named = best ? best.t : stretch > 0 ? stretch : null;
      diamond.hidden = !best;
      allowed.style.width = `${stretch * 100}%`;
      if (best) diamond.style.left = `${best.t * 100}%`;
      write(advised, named === null ? "" : text);
    },
    move(at, words) {
      if (Number(range.value) !== at.t) range.value = String(at.t);
      done.style.width = `${at.t * 100}%`;
      range.setAttribute("aria-valuetext", words);
    },
  };
}
