"""Finds every English text of ours in the code: what stands in t("..."), nt("...", "...") and N_("...")."""

import ast
from functools import cache

from tests.support.places import ROOT


@cache
def messages() -> dict[str, str | None]:
    """English text to its plural form, or None where it has none."""
    found: dict[str, str | None] = {}
    for path in sorted(path for package in ("etl", "dashboard", "servanda") for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in ("t", "N_", "say", "message") and texts:
                found.setdefault(texts[0], None)
            if name == "nt" and len(texts) > 1:
                found[texts[0]] = texts[1]
    return {text: plural for text, plural in found.items() if text}
