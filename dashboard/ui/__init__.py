"""Streamlit widgets and layout."""
