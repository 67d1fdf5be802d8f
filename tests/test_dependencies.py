"""The dependency review names every pinned package, in the version that is pinned."""

import re

from tests.support.places import ROOT

REVIEW = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")


def pins(name: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The packages a requirements file chose, and those they bring along."""
    chosen, _, brought = (ROOT / name).read_text(encoding="utf-8").partition("# Brought along.")
    both = [set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", part, re.MULTILINE)) for part in (chosen, brought)]
    return both[0], both[1]


FILES = sorted(path.name for path in ROOT.glob("requirements*.txt"))


def test_every_chosen_package_has_a_line_with_its_pinned_version() -> None:
    reviewed = set(re.findall(r"^\| `([\w.-]+)` (\S+) \|", REVIEW, re.MULTILINE))
    chosen = set().union(*(pins(name)[0] for name in FILES))
    assert len(chosen) > 30
    assert chosen - reviewed == set()


def test_every_package_brought_along_stands_with_its_pinned_version_and_licence() -> None:
    licences = REVIEW.partition("# Brought along: licences")[2]
    brought = set().union(*(pins(name)[1] for name in FILES))
    assert len(brought) > 60
    for name, version in brought:
        assert re.search(rf"(?<![\w-]){re.escape(name)} {re.escape(version)}(?!\.?\w)", licences), f"{name} {version}"


def test_advisories_are_told_of_the_versions_that_are_pinned() -> None:
    fields = dict(re.findall(r"^\| `([\w.-]+)` \| .* \| (\S+), (?:past|at) (?:it|all|both) \|$", REVIEW, re.MULTILINE))
    pinned = dict(set().union(*(pins(name)[1] for name in FILES)))
    assert len(fields) > 15
    assert {name: version for name, version in fields.items() if pinned.get(name, version) != version} == {}
