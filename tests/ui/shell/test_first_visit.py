import logging

from recsys_core.errors import DataError
from recsys_core.ui.shell import first_visit, session
from recsys_core.workbench.results import Limits


def test_what_the_first_page_shows_is_known_before_the_server_listens(monkeypatch):
    monkeypatch.setattr(session, "available", lambda: ["sample"])
    first_visit.open_first_data()
    assert session.open_workbench("sample").advice.recommended(Limits()) is not None


def test_data_that_cannot_be_opened_do_not_keep_the_server_from_starting(monkeypatch, caplog):
    def fail(name):
        raise DataError("ratings.csv is empty.")

    monkeypatch.setattr(session, "open_workbench", fail)
    with caplog.at_level(logging.WARNING):
        first_visit.open_first_data()
    assert "ratings.csv is empty." in caplog.text
