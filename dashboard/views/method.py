"""Method and data: how statuses come about, what the words mean, where figures come from, under which terms."""

from dashboard.content.pages import method
from dashboard.ui import open_page

page = open_page.open_page()
open_page.top(page, "method")
open_page.place_cached(page, "method", lambda: method.content(page))
open_page.bottom(page)
