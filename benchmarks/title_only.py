"""A Streamlit page that holds only a title: what every cold load is compared with."""

import streamlit as st

st.title("Title")
