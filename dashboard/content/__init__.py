"""What pages hold, as finished HTML and rows, shared by the dashboard and the site."""
