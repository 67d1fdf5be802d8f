"""Overview: what can be said, what cannot, and when it will be; then domains, leads, events, what is due."""

from dashboard.content.pages import overview
from dashboard.ui import open_page

page = open_page.open_page()
open_page.top(page, "./")
open_page.place_cached(page, "overview", lambda: overview.content(page))
open_page.bottom(page)
