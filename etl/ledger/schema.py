"""The tables of the ledger. Rows are added and never changed: what happened to a submission is the list of its decisions."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

# One row per entry of the journal: a submission (version 0) or a decision about it (1, 2, ...). `hash` covers the entry's
# content and the hash before it, so that a changed, missing or reordered entry shows.
journal = Table(
    "journal",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", String(80), nullable=False, unique=True),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("submission", "version"),
)

# One row per submission: who proposed which rows from which source, and why.
submissions = Table(
    "submissions",
    metadata,
    Column("submission", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_hash", String(64), nullable=False),
)

# One row per proposed row; `cells` is a JSON object of column to text.
submission_rows = Table(
    "submission_rows",
    metadata,
    Column("submission", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("cells", Text, nullable=False),
    ForeignKeyConstraint(["submission"], ["submissions.submission"]),
)

# One row per decision about a submission: accepted, rejected, reverted, or a comment.
decisions = Table(
    "decisions",
    metadata,
    Column("submission", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("decision", String(20), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
    ForeignKeyConstraint(["submission"], ["submissions.submission"]),
)
