"""A server that has just started is visited once, before anyone else opens it."""

import socket
from urllib.parse import urlsplit

from recsys_core.ui.shell.first_visit import visit as first_visit


def test_a_running_dashboard_is_rendered(dashboard):
    assert first_visit(urlsplit(dashboard).port)


def test_a_server_that_does_not_answer_is_reported():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert not first_visit(probe.getsockname()[1], patience=0.6)
