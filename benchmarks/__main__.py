"""Everything that is promised about speed, one table: builds, rules, submissions, questions, pages, documents, the static site.

`make bench`, or `python -m benchmarks [--only PART,...] [--rounds N] [--markdown]`. The last writes the table, with the machine it
was measured on, to docs/performance.md.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks.table import HEADER, ROOT, Line, aligned, machine, markdown

# What can be measured: a name for --only, to the function that yields its lines.
PARTS = {
    "build": "benchmarks.scale:measure",
    "rules": "benchmarks.rules:measure",
    "submissions": "benchmarks.submissions:measure",
    "queries": "benchmarks.pages:ask",
    "pages": "benchmarks.pages:run_warm",
    "cold": "benchmarks.pages:load_cold",
    "open-page": "benchmarks.submissions:open_page",
    "documents": "benchmarks.briefings:measure",
    "site": "benchmarks.site:measure",
    "load": "benchmarks.load:lines",
}
DOCUMENT = ROOT / "docs/performance.md"
# What stands between these in the document is written by --markdown, everything else by hand.
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
ROUNDS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where something promised does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default=",".join(PARTS), metavar="PART,...", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--markdown", action="store_true", help=f"write the table to {DOCUMENT.relative_to(ROOT)} too")
    options = parser.parse_args(arguments)
    names = options.only.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    print(machine(), aligned(HEADER), sep="\n", flush=True)
    lines = []
    for line in measured(names, options.rounds):
        print(aligned(line.cells()), flush=True)
        lines.append(line)
    if options.markdown:
        write(lines)
    return int(any(line.held is False for line in lines))


def measured(names: Sequence[str], rounds: int) -> Iterator[Line]:
    """The lines of these parts; each part's libraries are needed where it is asked for only."""
    for name in names:
        module, _, function = PARTS[name].partition(":")
        measure: Callable[[int], Iterator[Line]] = getattr(importlib.import_module(module), function)
        yield from measure(rounds)


def write(lines: Sequence[Line]) -> None:
    """Put the table into the document, in place of the one before."""
    table = [markdown(HEADER), markdown(["---", *["---:"] * (len(HEADER) - 1)]), *(markdown(line.cells()) for line in lines)]
    text = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(f"{head}{BEGIN}\n{machine()}\n\n" + "\n".join(table) + f"\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
