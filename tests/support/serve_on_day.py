"""The real dashboard on a day that a test chooses, so that no day passes meanwhile: `python -m tests.support.serve_on_day DAY PORT SECRETS`."""

import os
import sys
from datetime import date

from streamlit.web import cli

from etl import clock
from etl.settings import settings

if __name__ == "__main__":
    day, port, secrets = date.fromisoformat(sys.argv[1]), sys.argv[2], sys.argv[3]
    os.environ["FORWARDED_ALLOW_IPS"] = settings().proxies
    clock.utc_today = lambda: day
    cli.main(["run", "dashboard/server/application.py", "--server.port", port, "--secrets.files", secrets], prog_name="streamlit")
