// A saved story: the same deck without a server. Only the slider of step three is computed here.

function startSaved() {
  const root = document.querySelector(".deck");
  root.classList.add("saved");
  const data = JSON.parse(document.getElementById("story").textContent);
  const deck = createDeck(root, { isServed: false, commit() {}, moved: ({ step }) => keep(step), asked() {} });
  // The step survives a reload.
  const keep = (step) => { history.replaceState(null, "", `#${step}`); };
  const asked = Number(location.hash.slice(1));
  if (asked >= 1) data.step = asked;
  deck.receive(data);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyTheme(root));
}
