"""What a dashboard loads until its first page stands: servers of tests are forked from a process that has imported this."""

import importlib
import pkgutil

import numpy
import pandas
import plotly.graph_objects
import pyarrow
import sklearn.metrics
import streamlit.elements.plotly_chart
import streamlit.testing.v1
import streamlit.web.bootstrap
import streamlit.web.cli

import dashboard.content
import dashboard.jobs
import dashboard.ui
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator

__all__ = ["numpy", "pandas", "plotly", "pyarrow", "sklearn", "streamlit"]

for package in (dashboard.content, dashboard.jobs, dashboard.ui):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
for language in LANGUAGES:
    translator(language)
