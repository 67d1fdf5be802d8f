"""Who may do what: the file of roles, and the user a name stands for. Nobody gets a role anywhere else.

The file (`SERVANDA_ROLES`) is YAML: whom it is about to a list of roles. It is read anew every time, so that a role given or
taken holds at once. Whatever is wrong with it, nobody has a role until it is mended.
"""

from pathlib import Path
from typing import Any, get_args

from etl.errors import InputError
from etl.ledger.store import Role, User, key_of
from etl.record.files import Problem, Text, read_yaml

ROLES: tuple[Role, ...] = get_args(Role)
ALL_ROLES = frozenset(ROLES)


class BadRoles(InputError):
    """The file of roles cannot be used; the message says what to mend, one line each."""


def user(name: str, roles_file: str | None) -> User:
    """The user `name` stands for, with the roles the file gives it; None: no file is set up, and a name is taken at its word.

    Raises BadRoles.
    """
    if roles_file is None:
        return User(name.strip(), ALL_ROLES)
    roles = read_roles(Path(roles_file)) if roles_file else {}
    return User(name.strip(), roles.get(key_of(name), frozenset()))


def publisher(name: str) -> User:
    """A publisher whose figures are fetched: they wait for a review like everybody's."""
    return User(name, frozenset({"submitter"}))


def read_roles(path: Path) -> dict[str, frozenset[Role]]:
    """The roles of everybody the file names, by `key_of` their name. Raises BadRoles with everything that is wrong."""
    problems: list[Problem] = []
    text = read_yaml(path, path.parent, problems)
    found = {} if problems else _checked(text, problems)
    if problems:
        raise BadRoles("\n".join(f"{problem}; until then nobody has a role" for problem in problems))
    return found


def _checked(text: Text, problems: list[Problem]) -> dict[str, frozenset[Role]]:
    found: dict[str, frozenset[Role]] = {}
    if not isinstance(text.data, dict):
        problems.append(Problem(text.file, 1, "this is no list of people; write lines such as aliya@example.org: [submitter]"))
        return found
    for name, roles in text.data.items():
        line = text.line((name,))
        key = key_of(name)
        if not key or key in found:
            problems.append(Problem(text.file, line, f'"{name}" stands here twice; keep one' if key else "a name is empty; write one"))
        found[key] = _roles(roles)
        if not found[key]:
            problems.append(
                Problem(text.file, line, f"{name}: no list of roles; write a list of {' and '.join(ROLES)}, such as [submitter]")
            )
    return found


def _roles(listed: Any) -> frozenset[Role]:
    """The roles listed, or none where one of them is unknown."""
    if not isinstance(listed, list) or not all(isinstance(role, str) and role in ROLES for role in listed):
        return frozenset()
    return frozenset(role for role in ROLES if role in listed)
