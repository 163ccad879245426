"""Equipoise: the pages and how one moves between them."""

from recsys_core.ui.shell import frame, visit

frame.navigate(visit.visitor_words()).run()
