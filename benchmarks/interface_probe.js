// Runs in the page before its own scripts: when something was sent, changed and painted.
(() => {
  const probe = { sent: [], received: [], painted: 0, changed: 0, sliding: 0, released: 0, drags: null, ready: {} };
  window.__probe = probe;

  const NativeSocket = window.WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", () => probe.received.push(performance.now()));
    }
    send(data) { probe.sent.push(performance.now()); super.send(data); }
  };

  // A message posted from an animation frame is handled once that frame has been painted.
  const waiting = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { const now = performance.now(); for (const tell of waiting.splice(0)) tell(now); };
  const afterPaint = (tell) => requestAnimationFrame(() => { waiting.push(tell); channel.port2.postMessage(0); });

  // Rows that slide to their places have their new places already: their way there is timed on its own.
  const slides = ({ type, target }) => type === "attributes" && Boolean(target.closest(".slope"));
  const note = () => {
    probe.changed = performance.now();
    afterPaint((now) => { probe.painted = Math.max(probe.painted, now); });
  };
  const observer = new MutationObserver((records) => {
    if (records.some((record) => !slides(record))) note();
    if (records.some(slides)) probe.sliding = performance.now();
  });
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  observer.observe(document, all);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observer.observe(root, all);
    return root;
  };
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name].bind(history);
    history[name] = (...rest) => { change(...rest); note(); };
  }
  addEventListener("pointerup", (event) => { probe.released = event.timeStamp; }, true);

  // The first frame that shows what each selector finds, shadow roots included.
  const find = (selector, root = document) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const host of root.querySelectorAll("*")) {
      const inside = host.shadowRoot && find(selector, host.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  probe.find = find;
  probe.await = (selectors) => {
    const look = () => {
      for (const selector of selectors) {
        const node = selector in probe.ready ? null : find(selector);
        if (node && node.getBoundingClientRect().height > 0) {
          probe.ready[selector] = 0;
          afterPaint((now) => { probe.ready[selector] = now; });
        }
      }
      if (selectors.some((selector) => !(selector in probe.ready))) requestAnimationFrame(look);
    };
    look();
  };

  // Each input event of a drag: from its dispatch until everything is laid out, and until it is painted.
  const state = (eq) => {
    const part = (name) => eq.querySelector(`[data-part=${name}]`);
    const rows = [...eq.querySelectorAll(".slope .row")].filter((row) => parseFloat(row.style.left) > 0);
    return {
      t: Number(eq.dataset.t), lambda: Number(eq.dataset.lambda), range: Number(part("range").value),
      sentence: `${part("headline").textContent} ${part("cost").textContent}`,
      value: eq.querySelector(".tile .value").textContent,
      marker: parseFloat(eq.querySelector(".plot .marker").getAttribute("transform").slice("translate(".length)),
      list: rows.map((row) => [Number(row.children[0].textContent), row.children[1].textContent])
        .sort((a, b) => a[0] - b[0]).map(([, title]) => title),
    };
  };
  let began = 0;
  addEventListener("input", () => { began = performance.now(); }, true);
  addEventListener("input", (event) => {
    if (!probe.drags) return;
    const eq = event.composedPath().find((node) => node.matches && node.matches(".eq"));
    eq.getBoundingClientRect();
    const drag = { updated: performance.now() - began, painted: null };
    const from = began;
    probe.drags.push(drag);
    afterPaint((now) => { drag.painted = now - from; });
    Object.assign(drag, state(eq));
  });
})();
