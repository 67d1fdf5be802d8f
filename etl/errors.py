"""What can go wrong for the one who calls, as two kinds: the input is wrong, or something outside failed."""

CHECK_PATH = "check the path and its permissions"


class InputError(Exception):
    """The input is wrong; the message says where, what, and what to do."""


class OutsideError(Exception):
    """Something outside this program is missing or failed; the message says what to do."""
