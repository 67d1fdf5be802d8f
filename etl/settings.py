"""What the environment sets about who may do what."""

import os


def four_eyes() -> bool:
    """Whether nobody may accept their own submission: SERVANDA_REVIEW is `required` (as by default) or `optional`."""
    return os.environ.get("SERVANDA_REVIEW", "required") != "optional"


def roles_file() -> str | None:
    """The file of roles: SERVANDA_ROLES; None where it is not set, and an empty text where nobody shall have a role."""
    return os.environ.get("SERVANDA_ROLES")
