"""Which declaration proposed rows belong to: the one a row names, the one its author works on, else the one its ids stand in."""

from collections.abc import Iterable, Iterator, Mapping

from etl.errors import InputError
from etl.messages import Message, message
from etl.record.kinds import KINDS
from etl.record.load import did_you_mean, hint_at
from etl.record.models import DeclarationRecord, Record
from etl.submissions.findings import Examined, Finding

# The column in which a row names its declaration.
COLUMN = "declaration"
# The column that may name pledges, indicators and events alike, or the declaration.
ANYTHING = "concerns"
Cells = Mapping[str, str]
# A row with its number, as its author sees it, and its declaration.
Line = tuple[int, str, Cells]


class Filing:
    """Files rows of one kind under the declarations of a record."""

    def __init__(self, record: Record, kind: str) -> None:
        self.column = KINDS[kind].about
        self.declarations = [folder.declaration.id for folder in record.declarations]
        self.places: dict[str, list[str]] = {}
        for folder in record.declarations:
            for name in _ids(folder, self.column):
                self.places.setdefault(name, []).append(folder.declaration.id)

    def filed(self, lines: Iterable[tuple[int, Cells]], usual: str, found: Examined) -> Iterator[Line]:
        """The rows that say something, with their declaration (`usual` where they name none); others become findings."""
        for number, cells in lines:
            if not any(cells.values()):
                continue
            declaration = (cells.get(COLUMN) or "").strip() or usual
            wrong = self._wrong(declaration) if declaration else self._untold(cells)
            if wrong is None:
                yield number, declaration or self.possible([cells])[0], cells
            else:
                found.findings.append(Finding(number, *wrong))

    def possible(self, rows: Iterable[Cells]) -> list[str]:
        """The declarations in which everything stands that these rows name, as far as it stands anywhere."""
        places = [self.places[name] for cells in rows for name in self._named(cells) if name in self.places]
        return [name for name in self.declarations if all(name in listed for listed in places)]

    def _named(self, cells: Cells) -> list[str]:
        return (cells.get(self.column) or "").split()

    def _wrong(self, declaration: str) -> tuple[str, Message] | None:
        if declaration in self.declarations:
            return None
        hint = hint_at(declaration, self.declarations)
        return COLUMN, message("There is no declaration “{name}”{hint}.", name=declaration, hint=hint)

    def _untold(self, cells: Cells) -> tuple[str, Message] | None:
        """Why a row that names no declaration cannot be filed; None where it can."""
        if len(self.declarations) == 1:
            return None
        possible = self.possible([cells])
        unknown = [name for name in self._named(cells) if name not in self.places]
        if unknown and self.column != ANYTHING:
            hint = hint_at(unknown[0], self.places)
            return self.column, message("“{name}” stands in no declaration{hint}.", name=unknown[0], hint=hint)
        if not possible:
            return self.column, message("What this row names stands in different declarations. Make a row for each of them.")
        if len(possible) > 1:
            names = ", ".join(possible)
            return COLUMN, message(
                "This row can belong to several declarations: {names}. Say which with --declaration, or in a column “declaration”.",
                names=names,
            )
        return None


def require(record: Record, declaration: str) -> None:
    """Refuse the name of a declaration that the record does not have; an empty one names none."""
    known = [folder.declaration.id for folder in record.declarations]
    if declaration and declaration not in known:
        hint = did_you_mean(declaration, known).rstrip("?")
        raise InputError(f'there is no declaration "{declaration}"{hint}; there are: {", ".join(known)}')


def _ids(folder: DeclarationRecord, column: str) -> set[str]:
    """The ids of a declaration that may stand in this column."""
    indicators = {item.id for item in folder.indicators}
    pledges = {item.id for item in folder.pledges}
    if column == ANYTHING:
        return indicators | pledges | {item.id for item in folder.events}
    return indicators if column == "indicator" else pledges
