"""Every chosen package has its reason and its review; what is pinned fits them, and its licence is one that may be brought along."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.places import ROOT

REVIEW = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
NAMES = sorted(path.stem for path in ROOT.glob("requirements*.in"))
ALLOWED = re.compile(r"0BSD|CC0|MIT|BSD|Apache|ISC|PSF|Zlib|MPL|Mozilla Public License")
# Why it may be here all the same: docs/dependencies.md, "Licences".
LOOKED_AT = {"psycopg", "psycopg-binary", "text-unidecode", "axe-playwright-python"}


def chosen(name: str) -> dict[str, tuple[str, str]]:
    """The packages of a `.in` file: name to version and reason."""
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    found = [line.partition("  # ") for line in lines if line and not line.startswith(("#", "-r"))]
    parsed = [(Requirement(package), reason) for package, _, reason in found]
    return {canonicalize_name(item.name): (str(item.specifier).removeprefix("=="), reason) for item, reason in parsed}


def pinned(name: str) -> dict[str, Requirement]:
    """What the lock file of that name pins, for every system."""
    lines = (ROOT / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    parsed = [Requirement(line) for line in lines if line[:1].isalnum()]
    assert all(re.fullmatch(r"==[\w.]+", str(item.specifier)) for item in parsed)
    return {canonicalize_name(item.name): item for item in parsed}


@pytest.mark.parametrize("name", NAMES)
def test_every_chosen_package_has_a_reason_and_a_review_and_is_pinned_as_chosen(name: str) -> None:
    reviewed = {(canonicalize_name(package), version) for package, version in re.findall(r"^\| `([\w.-]+)` (\S+) \|", REVIEW, re.MULTILINE)}
    for package, (version, reason) in chosen(name).items():
        assert reason, f"{package}: say in {name}.in what it is for"
        assert (package, version) in reviewed, f"{package} {version}: give it a line in docs/dependencies.md"
        assert str(pinned(name)[package].specifier) == f"=={version}", f"{package}: run: make lock"


@pytest.mark.parametrize("name", NAMES)
def test_one_package_is_pinned_in_one_version_everywhere(name: str) -> None:
    runs = pinned("requirements")
    for package, item in pinned(name).items():
        assert item.specifier == runs.get(package, item).specifier, package


def test_licences_are_permissive_or_looked_at() -> None:
    """By the metadata of what is installed here."""
    looked, refused = 0, {}
    for package in {key: item for name in NAMES for key, item in pinned(name).items()}.values():
        if package.marker is not None and not package.marker.evaluate():
            continue
        try:
            sentence = metadata(package.name)
        except PackageNotFoundError:
            continue
        looked += 1
        classifiers = [text.rpartition(" :: ")[2] for text in sentence.get_all("Classifier") or [] if text.startswith("License")]
        stated = (
            [sentence["License-Expression"]]
            if sentence["License-Expression"]
            else classifiers or [(sentence["License"] or "").partition("\n")[0]]
        )
        parts = [part for text in stated for part in re.split(r" AND | OR ", text)]
        if not all(map(ALLOWED.search, parts)) and package.name not in LOOKED_AT:
            refused[package.name] = stated
    assert looked > 90 and refused == {}
    for name in LOOKED_AT:
        assert f"`{name}`" in REVIEW.partition("# Licences")[2], name


def test_advisories_are_told_of_the_versions_that_are_pinned() -> None:
    fields = dict(re.findall(r"^\| `([\w.-]+)` \| .* \| (\S+), (?:past|at) (?:it|all|both) \|$", REVIEW, re.MULTILINE))
    pins = pinned("requirements")
    assert len(fields) > 15
    assert {name: version for name, version in fields.items() if str(pins[canonicalize_name(name)].specifier) != f"=={version}"} == {}
