"""Equipoise: the server with its headers and, for each visitor, the pages and how one moves between them."""

import streamlit as st

from recsys_core.ui.shell import first_visit, headers, loading, navigation, status, visit

if __name__ == "__main__":  # run by the server, for one visitor
    navigation.navigate(visit.visitor_words()).run()
else:  # imported by `streamlit run`, once
    loading.load_all()
    app = st.App(__file__, lifespan=first_visit.lifespan, routes=status.ROUTES, middleware=headers.MIDDLEWARE)
