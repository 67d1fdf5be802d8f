"""`dcat.jsonld`: the export as a dataset of a catalogue, after DCAT-AP (https://semiceu.github.io/DCAT-AP/)."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from babel.core import get_global

from etl.export.licences import licence
from etl.export.metadata import About
from etl.export.tables import Cell, Table, read_sources
from etl.i18n.languages import LANGUAGES, SOURCE

FILE = "dcat.jsonld"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
# The data themes of DCAT-AP that our domains belong to.
THEMES = {
    "transport": "TRAN", "energy": "ENER", "raw-materials": "ECON", "migration": "SOCI", "trade": "ECON", "education": "EDUC",
    "security": "INTR", "defence": "INTR", "foreign-policy": "INTR", "nuclear": "ENER", "space": "TECH", "investment-payments": "ECON",
    "environment": "ENVI", "culture": "EDUC", "law": "JUST",
}  # fmt: skip
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "adms": "http://www.w3.org/ns/adms#",
}  # fmt: skip
Node = dict[str, Any]


def dcat(about: About, tables: Mapping[str, Table], files: Mapping[str, bytes], media: Mapping[str, str]) -> Node:
    """The dataset with a distribution for each of the `files` that `media` gives a type; addresses are relative to this file."""
    starts = [day for day in tables["observations"].values("start_date") if day is not None]
    ends = [day for day in tables["observations"].values("end_date") if day is not None]
    themes = sorted({THEMES[str(domain)] for domain in tables["pledges"].values("domain")})
    terms = [_rights(source) for source in read_sources(dict(tables))]
    return {
        "@context": CONTEXT,
        "@id": f"urn:servanda:{about.build}:{about.as_of.isoformat()}",
        "@type": "dcat:Dataset",
        "dct:title": _in(about.words.language, about.title),
        "dct:description": _in(about.words.language, about.description),
        "dct:identifier": f"{about.name} {about.as_of.isoformat()} {about.build}",
        "dcat:version": about.version,
        "dct:issued": _day(about.as_of),
        "dct:modified": _day(about.as_of),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": about.publisher},
        "dcat:theme": [{"@id": f"{AUTHORITY}data-theme/{theme}"} for theme in themes],
        "dct:language": [{"@id": f"{AUTHORITY}language/{_language_code(lang)}"} for lang in LANGUAGES],
        **(
            {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(min(starts)), "dcat:endDate": _day(max(ends))}}
            if starts
            else {}
        ),
        "dct:spatial": [_place(row, about.words.language) for row in _places(tables)],
        "dct:rights": terms,
        "dcat:distribution": [_distribution(path, content, media[path], about) for path, content in files.items() if path in media],
    }


def _distribution(path: str, content: bytes, media: str, about: About) -> Node:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _in("en", path),
        "dcat:accessURL": {"@id": path},
        "dcat:downloadURL": {"@id": path},
        "dcat:mediaType": {"@id": MEDIA + media.partition(";")[0]},
        "dcat:byteSize": {"@value": str(len(content)), "@type": "xsd:nonNegativeInteger"},
        "dct:issued": _day(about.as_of),
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:seeAlso": {"@id": "LICENCES.md"}},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": hashlib.sha256(content).hexdigest(), "@type": "xsd:hexBinary"},
        },
    }


def _rights(source: Mapping[str, Cell]) -> Node:
    """The terms of a publisher, with the licence's own address where it is a known one, and the page that states them."""
    known = licence(source["licence"])
    page = source["terms_url"] or source["url"]
    return {
        "@type": "dct:RightsStatement",
        "rdfs:label": _in("en", f"{source['publisher']}: {source['licence']}"),
        "dct:identifier": source["source"],
        **({"dct:license": {"@id": known.path}} if known.path else {}),
        **({"rdfs:seeAlso": {"@id": page}} if page else {}),
    }


def _places(tables: Mapping[str, Table]) -> Iterable[Mapping[str, Cell]]:
    """The countries the figures are of; groups and joint figures have no place of their own in the catalogues."""
    of = set(tables["observations"].values("geo"))
    return [row for row in tables["geos"].records() if row["geo"] in of and row["kind"] == "country"]


def _place(row: Mapping[str, Cell], language: str) -> Node:
    return {
        "@id": f"{AUTHORITY}country/{row['geo']}",
        "@type": "dct:Location",
        "skos:prefLabel": _in(language, str(row[f"name_{language}"] or row[f"name_{SOURCE}"])),
    }


def _language_code(language: str) -> str:
    """The code of ISO 639-3 for one of ISO 639-1, as the authority writes it."""
    return next(code for code, short in get_global("language_aliases").items() if short == language and len(code) == 3).upper()


def _in(language: str, text: str) -> Node:
    return {"@value": text, "@language": language}


def _day(day: Any) -> Node:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
