"""The real dashboard on a day that a test chooses, so that no day passes meanwhile: `python -m tests.support.serve_on_day DAY PORT SECRETS`."""

import sys
from datetime import date

from streamlit.web import cli

from etl import clock

if __name__ == "__main__":
    day, port, secrets = date.fromisoformat(sys.argv[1]), sys.argv[2], sys.argv[3]
    clock.utc_today = lambda: day
    cli.main(["run", "dashboard/server/application.py", "--server.port", port, "--secrets.files", secrets], prog_name="streamlit")
