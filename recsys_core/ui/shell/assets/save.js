// Saves a chart as a picture or its data as a table, and copies the address of the page.
(() => {
  if (window.equipoiseSave) return;
  window.equipoiseSave = true;
  const LOOK = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity",
    "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "display", "visibility"];

  // Components draw in a shadow tree, which a plain query does not enter.
  function pictures(root) {
    const inner = [...root.querySelectorAll("*")].flatMap((node) => (node.shadowRoot ? pictures(node.shadowRoot) : []));
    const own = [...root.querySelectorAll("svg")].filter((svg) => !svg.parentElement?.closest("svg"));
    return [...own, ...inner];
  }

  function ground(node) {
    for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour && !/, 0\)$|transparent/.test(colour)) return colour;
    }
    return "white";
  }

  // Style sheets stay behind, so every mark takes its looks along.
  function withLooks(svg) {
    const copy = svg.cloneNode(true);
    const marks = [svg, ...svg.querySelectorAll("*")], copies = [copy, ...copy.querySelectorAll("*")];
    marks.forEach((mark, at) => {
      const looks = getComputedStyle(mark);
      for (const name of LOOK) copies[at].style.setProperty(name, looks.getPropertyValue(name));
    });
    return copy;
  }

  function drawing(where, select) {
    const layers = pictures(where).filter((svg) => (select ? svg.closest(select) : svg.matches(".main-svg")));
    if (!layers.length) return null;
    const boxes = layers.map((svg) => svg.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left)), top = Math.min(...boxes.map((box) => box.top));
    const width = Math.max(...boxes.map((box) => box.right)) - left;
    const height = Math.max(...boxes.map((box) => box.bottom)) - top;
    const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const size = { xmlns: whole.namespaceURI, width, height, viewBox: `0 0 ${width} ${height}` };
    for (const [name, value] of Object.entries(size)) whole.setAttribute(name, value);
    const paper = document.createElementNS(whole.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ width, height, fill: ground(layers[0]) })) paper.setAttribute(name, value);
    whole.append(paper);
    layers.forEach((svg, at) => {
      const copy = withLooks(svg), box = boxes[at];
      const place = { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
      for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value);
      copy.removeAttribute("role");
      whole.append(copy);
    });
    return { text: new XMLSerializer().serializeToString(whole), width, height };
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  function downloadPng({ text, width, height }, name) {
    const picture = new Image(), sharp = 2;
    const source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width * sharp, height * sharp];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => download(blob, name), "image/png");
      URL.revokeObjectURL(source);
    };
    picture.src = source;
  }

  function save({ save: format, chart, select, csv, name }) {
    const file = `equipoise-${name}.${format}`;
    if (format === "csv") return download(new Blob(["\ufeff", csv], { type: "text/csv" }), file);
    const where = document.querySelector(`.st-key-${chart}`);
    const found = where && drawing(where, select);
    if (!found) return;
    if (format === "png") downloadPng(found, file);
    else download(new Blob([found.text], { type: "image/svg+xml" }), file);
  }

  // Where the page came over plain HTTP from another machine, a browser has no clipboard for it but this one.
  function copyByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  // Whoever gets the link of a class arrives at its door: a student's seat and the teacher's place are their own.
  function shared() {
    const address = new URL(location.href);
    if (address.searchParams.has("class")) for (const own of ["seat", "teacher", "as"]) address.searchParams.delete(own);
    return address.href;
  }

  async function copy(button) {
    const address = shared();
    if (navigator.clipboard) await navigator.clipboard.writeText(address).catch(() => copyByHand(address));
    else copyByHand(address);
    const before = button.textContent;
    if (before === button.dataset.done) return;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2500);
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button[data-save], button[data-copy]");
    if (button?.dataset.save) save(button.dataset);
    else if (button) copy(button);
  });
})();
