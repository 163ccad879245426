"""What the interface is compared with: the least that a Streamlit page can be, one slider and one text."""

import streamlit as st

position = st.slider("Position", 0.0, 100.0, 30.0, 0.1)
st.text(f"position={position:.1f}")
