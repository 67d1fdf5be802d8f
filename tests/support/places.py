"""Where the checkout lies, and the record that is shipped with it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
