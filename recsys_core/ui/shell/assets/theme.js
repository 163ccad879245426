// Streamlit takes another theme at once; what Python coloured, the charts, follows when the page is run again: its
// key for that is r, heard while nothing runs. The root gets the scheme too, because dialogs stand beside .stApp.
(() => {
  const key = { key: "r", code: "KeyR", keyCode: 82, bubbles: true };
  let known = "";
  const runAgain = (app) => {
    if (app.dataset.testScriptState === "running") setTimeout(runAgain, 100, app);
    else for (const name of ["keydown", "keyup"]) document.dispatchEvent(new KeyboardEvent(name, key));
  };
  const look = (app) => {
    const scheme = getComputedStyle(app).colorScheme;
    if (scheme === known) return;
    if (known) setTimeout(runAgain, 0, app);
    known = document.documentElement.style.colorScheme = scheme;
  };
  new MutationObserver((_, waiting) => {
    const app = document.querySelector(".stApp");
    if (!app) return;
    waiting.disconnect();
    look(app);
    new MutationObserver(() => look(app)).observe(app, { attributes: true, attributeFilter: ["class"] });
  }).observe(document, { childList: true, subtree: true });
})();
