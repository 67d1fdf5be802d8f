"""The log of the dashboard: one line of JSON each, whatever stands in it; what happened inside is told here and nowhere else."""

import json
import logging
from datetime import UTC, datetime

from etl import audit_log

LOG = logging.getLogger("servanda")


class JsonLines(logging.Formatter):
    """A record as one line: `at` (UTC), `level`, `message`, and `trace` where there is one; the audit's lines are such already."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        if record.name == audit_log.LOG.name:
            return record.getMessage()
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


def open_log() -> None:
    """Write what is logged to standard error."""
    if not LOG.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        # The audit has a file of its own, or stands here.
        handler.addFilter(lambda record: record.name != audit_log.LOG.name or not audit_log.LOG.handlers)
        LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
