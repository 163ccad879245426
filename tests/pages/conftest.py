import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.compare_page import settle

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def embedded_data_only(tmp_path_factory):
    """Pages see no fetched data: they open on the sample, the same on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUIPOISE_DATA", str(tmp_path_factory.mktemp("datasets")))
        yield


@pytest.fixture
def page_errors():
    """What broke on a page, as log records; whoever expects some clears the list."""
    found = []

    class Listener(logging.Handler):
        def emit(self, record):
            found.append(record)

    listener = Listener()
    logging.getLogger("recsys_core.ui.shell.boundary").addHandler(listener)
    yield found
    logging.getLogger("recsys_core.ui.shell.boundary").removeHandler(listener)


@pytest.fixture(autouse=True)
def nothing_breaks(page_errors):
    """A page tells an unexpected error in its own words: no test passes over one."""
    yield
    assert not page_errors, logging.Formatter().formatException(page_errors[0].exc_info)


@pytest.fixture
def open_page():
    """Run a file of the dashboard with query parameters; fails where the page shows an exception."""

    def run(name, **params):
        test = AppTest.from_file(str(ROOT / name), default_timeout=240)
        for key, value in params.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception, test.exception
        return test

    return run


@pytest.fixture(params=["pages/{}.py", "app.py"], ids=["alone", "through app.py"])
def open_both(request, open_page):
    """A page run as the first file a server sees, and the same page through the router."""

    def run(page, **params):
        if request.param != "app.py":
            return open_page(request.param.format(page), **params)
        if page == "tune":
            return open_page("app.py", **params)
        test = open_page("app.py").switch_page(f"pages/{page}.py")
        test.query_params.clear()  # a new address, not one key more in the former
        for key, value in params.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception, test.exception
        return test

    return run


@pytest.fixture
def open_compare(open_page):
    """The Compare page once everything on it is computed."""
    return lambda **params: settle(open_page("pages/compare.py", **params))
