"""Navigation and frame: which pages there are, and what stands around each."""

import sys
from contextlib import nullcontext
from pathlib import Path

import streamlit as st

# `streamlit run` puts only this folder on the path; the packages stand beside it.
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from dashboard.access import visitor  # noqa: E402
from dashboard.ui import open_page  # noqa: E402
from etl.i18n.translator import translator  # noqa: E402
from etl.messages import N_  # noqa: E402

roles = visitor.visitor().roles
PAGES = (
    ("overview", N_("Overview"), "visible"),
    ("pledges", N_("Pledges"), "visible"),
    ("pledge", N_("Pledge"), "hidden"),
    ("indicator", N_("Indicator"), "hidden"),
    ("domains", N_("Domains"), "visible"),
    ("evidence", N_("Evidence"), "visible"),
    ("changes", N_("Changes"), "visible"),
    ("due", N_("What is due"), "visible"),
    ("briefing", N_("Briefing"), "visible"),
    ("method", N_("Method and data"), "visible"),
    ("update", N_("Update data"), "visible" if "submitter" in roles else "hidden"),
    ("review", N_("Review"), "visible" if roles else "hidden"),
)

st.set_page_config(
    page_title="Servanda", page_icon=str(Path(__file__).parent / "icon.svg"), layout="wide", initial_sidebar_state="collapsed"
)
st.html(open_page.STYLE)
lang = open_page.language()
chosen = st.navigation(
    [
        st.Page(f"views/{name}.py", title=translator(lang).t(title), url_path=name, default=name == "overview", visibility=visibility)  # type: ignore[arg-type]
        for name, title, visibility in PAGES
    ],
    position="top",
)
# What a page that only reads does is short; the others wait for commands, and nobody waits for them.
with open_page.READING if chosen.url_path not in ("due", "briefing", "update", "review") else nullcontext():
    chosen.run()
