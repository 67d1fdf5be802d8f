"""Overview: what can be said, what cannot, and when it will be; then domains, leads, events, what is due."""

from dashboard import frame
from dashboard.content.pages import overview

page = frame.open_page()
frame.top(page, "./")
frame.place_kept(page, "overview", lambda: overview.content(page))
frame.bottom(page)
