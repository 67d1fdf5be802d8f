"""The web server around Streamlit: middleware and routes."""
