"""Publishers' connectors: an address for a query, and figures from the answer; `collect` asks, reads and keeps."""

from etl.sources.connector import Connector
from etl.sources.publishers import comtrade, mapped, nbk, owid, sdmx_csv, sdmx_json, taldau, uis, undesa, wits, worldbank
from etl.sources.query import Query

__all__ = ["CONNECTORS", "Connector", "Query"]

CONNECTORS: dict[str, Connector] = {
    "worldbank": Connector(
        worldbank.PUBLISHER,
        "https://datahelpdesk.worldbank.org/knowledgebase/articles/889392",
        worldbank.PARAMETERS,
        worldbank.url,
        worldbank.parse,
        worldbank.next_url,
    ),
    "comtrade": Connector(
        comtrade.PUBLISHER,
        "https://comtradedeveloper.un.org/",
        comtrade.PARAMETERS,
        comtrade.url,
        comtrade.parse,
        headers=comtrade.headers,
    ),
    "wits": Connector(wits.PUBLISHER, "https://wits.worldbank.org/witsapiintro.aspx", wits.PARAMETERS, wits.url, wits.parse),
    "sdmx-csv": Connector(sdmx_csv.PUBLISHER, "https://github.com/sdmx-twg/sdmx-csv", sdmx_csv.PARAMETERS, sdmx_csv.url, sdmx_csv.parse),
    "sdmx-json": Connector(
        sdmx_json.PUBLISHER, "https://github.com/sdmx-twg/sdmx-json", sdmx_json.PARAMETERS, sdmx_json.url, sdmx_json.parse
    ),
    "owid": Connector(owid.PUBLISHER, "https://github.com/owid/energy-data", owid.PARAMETERS, owid.url, owid.parse),
    "undesa": Connector(
        undesa.PUBLISHER,
        "https://www.un.org/development/desa/pd/content/international-migrant-stock",
        undesa.PARAMETERS,
        undesa.url,
        undesa.parse,
    ),
    "uis": Connector(uis.PUBLISHER, "https://api.uis.unesco.org/api/public/documentation/", uis.PARAMETERS, uis.url, uis.parse),
    "taldau": Connector(taldau.PUBLISHER, "https://taldau.stat.gov.kz/en/Api/Description", taldau.PARAMETERS, taldau.url, taldau.parse),
    "nbk": Connector(nbk.PUBLISHER, "https://data.nationalbank.kz/api-docs", nbk.PARAMETERS, nbk.url, nbk.parse, nbk.next_url),
    "mapped": Connector(mapped.PUBLISHER, "the file's own page", mapped.PARAMETERS, mapped.url, mapped.parse),
}
