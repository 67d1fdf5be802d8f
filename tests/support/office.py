"""What reads finished documents in the tests: Poppler for PDF, LibreOffice for slides; installed, else by the system's package manager.

`python -m tests.support.office` is part of the set-up of `make test` (Poppler), `python -m tests.support.office full` of `make test-full`
(LibreOffice too: it is large). Tests without them skip and say so.
"""

import shutil
import sys
from pathlib import Path

from tests.support import system_packages

NO_POPPLER = "NO POPPLER (pdffonts, pdftotext) and none could be installed: PDFs are read by pypdf alone."
NO_OFFICE = "NO LIBREOFFICE and none could be installed: no office program opens the slides in the tests."
MAC_OFFICE = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


def poppler() -> bool:
    """Whether Poppler's programs are here."""
    return all(shutil.which(name) for name in ("pdffonts", "pdftotext", "pdfinfo"))


def libreoffice() -> str | None:
    """The path of LibreOffice, or None."""
    return shutil.which("soffice") or (str(MAC_OFFICE) if MAC_OFFICE.exists() else None)


if __name__ == "__main__":
    if not poppler():
        system_packages.install({"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler"})
    if not poppler():
        print(NO_POPPLER, file=sys.stderr)
    if "full" in sys.argv:
        if not libreoffice():
            system_packages.install({"apt-get": "libreoffice-impress-nogui", "dnf": "libreoffice-impress"})
        if not libreoffice():
            print(NO_OFFICE, file=sys.stderr)
