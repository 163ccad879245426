"""Equipoise: the pages and how one moves between them."""

from recsys_core.ui import frame, visit

words = visit.visitor_words()
frame.configure(words, words("frame.title"))
frame.navigate(words).run()
