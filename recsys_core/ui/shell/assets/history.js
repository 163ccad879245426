// One entry of the browser's history a page. Streamlit adds one whenever a page writes its query parameters, so
// that Back would undo one move of the slider after the other and leave the page last.
(() => {
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  history.pushState = (state, title, url) => {
    const { pathname } = new URL(url ?? "", location.href);
    (pathname === location.pathname ? replace : push)(state, title, url);
  };
})();
