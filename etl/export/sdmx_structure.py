"""What the SDMX-CSV is made of, as an SDMX-JSON 2.0 structure message: https://github.com/sdmx-twg/sdmx-json (structure-message)."""

from collections.abc import Mapping
from typing import Any

from etl.export.metadata import About
from etl.export.sdmx_data import (
    AGENCY,
    ATTRIBUTES,
    DATA_STRUCTURE,
    DATAFLOW,
    DIMENSIONS,
    NOT_APPLICABLE,
    OTHER,
    SUPPRESSED,
    area,
    code,
    indicator_code,
)
from etl.export.tables import Cell, Table
from etl.i18n.labels import FREQUENCIES
from etl.i18n.languages import LANGUAGES, SOURCE
from etl.i18n.translator import translator
from etl.messages import N_

SCHEMA = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json"
CONCEPTS = "CS_PLEDGES"
CONCEPT_NAMES = {
    "FREQ": N_("Frequency"),
    "INDICATOR": N_("Indicator"),
    "SERIES": N_("Series"),
    "REF_AREA": N_("Reference area"),
    "COUNTERPART_AREA": N_("Counterpart area"),
    "TIME_PERIOD": N_("Period"),
    "OBS_VALUE": N_("Value"),
    "UNIT_MEASURE": N_("Unit"),
    "OBS_STATUS": N_("Status"),
    "QUALIFIER": N_("Exactness"),
    "SOURCE": N_("Source"),
    "SOURCE_URL": N_("Link"),
    "PUBLISHED": N_("Published"),
    "PUBLISHED_BASIS": N_("How the day of publication is known"),
    "KNOWN_FROM": N_("Known from"),
    "LICENCE": N_("Terms of re-use"),
    "COMMENT_OBS": N_("Note"),
}
STATUS_NAMES = {
    "A": N_("normal value"),
    "E": N_("estimate"),
    "P": N_("provisional"),
    "B": N_("break"),
    "M": N_("missing"),
    SUPPRESSED: N_("not passed on because of the publisher's terms"),
}
CODED = {
    "FREQ": "CL_FREQ", "INDICATOR": "CL_INDICATOR", "SERIES": "CL_SERIES", "REF_AREA": "CL_AREA", "COUNTERPART_AREA": "CL_AREA",
    "UNIT_MEASURE": "CL_UNIT_MEASURE", "OBS_STATUS": "CL_OBS_STATUS",
}  # fmt: skip
MANDATORY = ("UNIT_MEASURE", "OBS_STATUS", "SOURCE")
Item = dict[str, Any]
Names = dict[str, str]


def sdmx_structure(about: About, tables: Mapping[str, Table]) -> Item:
    """The message: dataflow, data structure, code lists and concepts, with names in every language."""
    main = about.words.language
    titles = {lang: translator(lang).t(about.subject, **about.subject_names(lang)) for lang in LANGUAGES}

    def item(identity: str, names: Names) -> Item:
        return {"id": identity, "name": names[main], "names": names}

    def artefact(identity: str, names: Names) -> Item:
        return {**item(identity, names), "version": about.version, "agencyID": AGENCY}

    def urn(kind: str, identity: str, child: str = "") -> str:
        return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{identity}({about.version}){child}"

    def component(name: str, data_type: str = "String") -> Item:
        coded = CODED.get(name)
        represented = {"enumeration": urn("codelist.Codelist", coded)} if coded else {"format": {"dataType": data_type}}
        return {"id": name, "conceptIdentity": urn("conceptscheme.Concept", CONCEPTS, f".{name}"), "localRepresentation": represented}

    attributes = [
        {**component(name), "usage": "mandatory" if name in MANDATORY else "optional", "attributeRelationship": {"observation": {}}}
        for name in ATTRIBUTES
    ]
    return {
        "meta": {
            "schema": SCHEMA,
            "id": f"{AGENCY}-{about.build}",
            "prepared": about.created,
            "contentLanguages": [main, *(lang for lang in LANGUAGES if lang != main)],
            "sender": {"id": AGENCY, "name": about.publisher},
        },
        "data": {
            "dataflows": [artefact(DATAFLOW, titles) | {"structure": urn("datastructure.DataStructure", DATA_STRUCTURE)}],
            "dataStructures": [
                artefact(DATA_STRUCTURE, titles)
                | {
                    "dataStructureComponents": {
                        "dimensionList": {
                            "id": "DimensionDescriptor",
                            "dimensions": [{**component(name), "position": place} for place, name in enumerate(DIMENSIONS)],
                            "timeDimension": component("TIME_PERIOD", "ObservationalTimePeriod"),
                        },
                        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
                        "measureList": {"id": "MeasureDescriptor", "measures": [component("OBS_VALUE", "Double")]},
                    }
                }
            ],
            "codelists": [
                artefact(identity, _said(CONCEPT_NAMES[concept]))
                | {"codes": [item(key, names) for key, names in _codes(tables, identity).items()]}
                for concept, identity in CODED.items()
                if concept != "COUNTERPART_AREA"
            ],
            "conceptSchemes": [
                artefact(CONCEPTS, titles) | {"concepts": [item(name, _said(text)) for name, text in CONCEPT_NAMES.items()]}
            ],
        },
    }


def _codes(tables: Mapping[str, Table], codelist: str) -> dict[str, Names]:
    none = {NOT_APPLICABLE: _said(N_("not applicable"))}
    match codelist:
        case "CL_FREQ":
            known = {letter: _said(text) for letter, text in FREQUENCIES.items() if letter != "E"}
            return known | {"S": _said(N_("half-yearly")), OTHER: _said(N_("a start and a length"))}
        case "CL_INDICATOR":
            rows = tables["indicators"].records()
            return {indicator_code(row["declaration"], row["indicator"]): _named(row, "title") for row in rows} | none
        case "CL_SERIES":
            # Series have ids and no titles: the id as the record writes it is the same in every language.
            return {code(series): dict.fromkeys(LANGUAGES, str(series)) for series in tables["series"].values("series")}
        case "CL_AREA":
            return {area(row["geo"]): _named(row, "name") for row in tables["geos"].records()} | none
        case "CL_UNIT_MEASURE":
            return {str(row["unit"]): _named(row, "name") for row in tables["units"].records()}
        case _:
            return {status: _said(text) for status, text in STATUS_NAMES.items()}


def _named(row: Mapping[str, Cell], field: str) -> Names:
    return {lang: str(row[f"{field}_{lang}"] or row[f"{field}_{SOURCE}"]) for lang in LANGUAGES}


def _said(text: str) -> Names:
    return {lang: translator(lang).t(text) for lang in LANGUAGES}
