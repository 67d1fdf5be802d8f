"""Method and data: how statuses come about, what the words mean, where figures come from, under which terms."""

from dashboard import frame
from dashboard.content.pages import method

page = frame.open_page()
frame.top(page, "method")
frame.place_kept(page, "method", lambda: method.content(page))
frame.bottom(page)
