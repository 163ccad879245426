"""Equipoise: the pages and how one moves between them."""

import streamlit as st

from recsys_core.ui import frame

words = frame.visitor_words()
frame.configure(words("frame.title"))
pages = [
    st.Page("pages/tune.py", title=words("nav.tune"), default=True),
    st.Page("pages/lists.py", title=words("nav.lists")),
]
st.navigation(pages, position="top").run()
