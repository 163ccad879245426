"""Equipoise: the pages and how one moves between them."""

from recsys_core.ui import frame, visit

frame.navigate(visit.visitor_words()).run()
