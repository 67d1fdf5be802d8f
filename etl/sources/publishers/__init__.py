"""The connectors, a file each, which ends in `CONNECTOR = ...`. Whoever adds a file here adds a publisher: nothing else names it."""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.sources.connector import Connector


@cache
def names() -> tuple[str, ...]:
    """The connectors as `sources.yaml` calls them: the names of the files, with dashes; none of them is loaded for it."""
    return tuple(found.name.replace("_", "-") for found in pkgutil.iter_modules(__path__))


@cache
def connectors() -> dict[str, "Connector"]:
    """Every connector by its name."""
    modules = {name: importlib.import_module(f"{__name__}.{name.replace('-', '_')}") for name in names()}
    return {name: module.CONNECTOR for name, module in modules.items()}
