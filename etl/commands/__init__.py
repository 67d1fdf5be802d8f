"""One module per command; the list of them is in the order of their use."""

from etl.commands.lazy_group import Entry

RECORD, READ, UPDATE, KEEP = "Build", "Read", "Update", "Hand on and keep"
COMMANDS = (
    Entry("check", "etl.commands.check", RECORD, "Validate the record: one line per problem."),
    Entry("build", "etl.commands.build", RECORD, "Check the record and publish a new warehouse."),
    Entry("status", "etl.commands.status", READ, "The status of every pledge."),
    Entry("explain", "etl.commands.explain", READ, "Why a pledge has its status."),
    Entry("changes", "etl.commands.changes", READ, "Every change of status with its cause."),
    Entry("truth", "etl.commands.truth", READ, "What each status rests on: leads, and whether they answer."),
    Entry("tables", "etl.commands.tables", READ, "The tables of a build and what each of their columns means."),
    Entry(
        "template",
        "etl.commands.template",
        UPDATE,
        "An empty form for an indicator's figures, or for events, codings, targets and the like.",
    ),
    Entry("submit", "etl.commands.submit", UPDATE, "Propose the rows of a file; nothing changes before somebody accepts them."),
    Entry("review", "etl.commands.review", UPDATE, "See and decide what was submitted."),
    Entry("history", "etl.commands.history", UPDATE, "Every change: who, when, why, before, after."),
    Entry("fetch", "etl.commands.fetch", UPDATE, "Ask publishers for new and revised figures; they wait for a review."),
    Entry("copies", "etl.commands.archive_pages", UPDATE, "Keep copies of the pages that submissions cite, where their terms allow it."),
    Entry("export", "etl.commands.export", KEEP, "Write the data package: what anybody may see, without internal items."),
    Entry("assess", "etl.commands.assess", KEEP, "Assess any table of series by a rule; CSV to standard output."),
    Entry("backup", "etl.commands.backup", KEEP, "Put record, ledger, snapshots and presets into one file, while everything runs."),
    Entry("restore", "etl.commands.backup", KEEP, "Restore a backup into a new folder, all or nothing."),
    Entry("doctor", "etl.commands.doctor", KEEP, "What is wrong with this installation, one line each with what to do."),
)
