"""Which series computed ones rest on."""

from collections.abc import Iterable, Mapping

from etl.record.models import Derived


def with_inputs(series: Iterable[str], derived: Mapping[str, Derived]) -> list[str]:
    """These series and, step by step, all that the computed ones among them are computed from; each once.

    `derived`: computed series by their id.
    """
    found = list(dict.fromkeys(series))
    # The list grows while it is read: inputs may be computed themselves.
    for name in found:
        if name in derived:
            found += [other for other in (*derived[name].of, *derived[name].over) if other not in found]
    return found
