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
from dashboard.content.page_list import PAGES  # noqa: E402
from dashboard.ui import open_page  # noqa: E402
from etl.i18n.translator import translator  # noqa: E402

roles = visitor.visitor().roles
st.set_page_config(
    page_title="Servanda", page_icon=str(Path(__file__).parent / "icon.svg"), layout="wide", initial_sidebar_state="collapsed"
)
st.html(open_page.STYLE)
lang = open_page.language()
chosen = st.navigation(
    [
        st.Page(
            f"views/{page.name}.py",
            title=translator(lang).t(page.title),
            url_path=page.name,
            default=page.name == "overview",
            visibility="visible" if not page.under and (not page.roles or page.roles & roles) else "hidden",
        )
        for page in PAGES
        if not page.on_site_only
    ],
    position="top",
)
# What a page that only reads does is short; the others wait for commands, and nobody waits for them.
waiting = {page.name for page in PAGES if not page.only_reads}
with open_page.READING if chosen.url_path not in waiting else nullcontext():
    chosen.run()
