// One entry of the browser's history a page. Streamlit adds one whenever a page writes its query parameters, so
// that Back would undo one move of the slider after the other and leave the page last.
(() => {
  if (window.equipoiseHistory) return;
  window.equipoiseHistory = true;
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  const PAGE = "a page of Equipoise"; // marks the entries that are to stay
  let address;
  const keep = () => {
    address = location.href;
    window.navigation?.updateCurrentEntry({ state: PAGE });
  };
  history.replaceState = (...values) => { replace(...values); keep(); };
  history.pushState = (state, title, url) => {
    const { pathname } = new URL(url ?? "", location.href);
    (pathname === location.pathname ? replace : push)(state, title, url);
    keep();
  };
  address = location.href;
  if (!window.navigation) return; // an older browser keeps what was added before this script ran
  const entries = navigation.entries();
  const last = navigation.currentEntry.index;
  let first = last;
  while (first > 0 && entries[first].getState() !== PAGE && entries[first - 1].sameDocument) first -= 1;
  if (first === last) { keep(); return; }
  // Back to where this page was opened, under the address that it has now; Streamlit need not hear of it.
  const arrive = (event) => {
    if (navigation.currentEntry.key !== entries[first].key) return;
    event.stopImmediatePropagation();
    history.replaceState(history.state, "", address);
  };
  addEventListener("popstate", arrive, { capture: true });
  const done = () => removeEventListener("popstate", arrive, { capture: true });
  navigation.traverseTo(entries[first].key).finished.then(done, done);
})();
