"""One module per command of the dashboard; the list of them is in the order of their use."""

from etl.commands.lazy_group import Entry

SHOW = "Show"
COMMANDS = (
    Entry("serve", "dashboard.commands.serve", SHOW, "Open the dashboard for browsers."),
    Entry(
        "briefing",
        "dashboard.commands.briefing",
        SHOW,
        "Write a briefing as PPTX, PDF or HTML; the same build and options give the same bytes.",
    ),
    Entry("verify", "dashboard.commands.verify", SHOW, "Tell whether the figures of a briefing still hold, and what changed since."),
    Entry(
        "site",
        "dashboard.commands.site",
        SHOW,
        "Write the whole dashboard as files that any web server can host, without what is internal.",
    ),
)
