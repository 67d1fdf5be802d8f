"""What can go wrong for the one who calls, as two kinds: the input is wrong, or something outside failed."""

import errno

CHECK_PATH = "check the path and its permissions"
MAKE_ROOM = "make room and try again; what was there before is as it was"

FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


class InputError(Exception):
    """The input is wrong; the message says where, what, and what to do."""


class OutsideError(Exception):
    """Something outside this program is missing or failed; the message says what to do."""


def is_full(error: OSError) -> bool:
    """Whether a disk has no room, or no more than this user may take."""
    return error.errno in FULL


def in_words(error: OSError) -> str:
    """A failure of the file system as one sentence: where, what, what to do."""
    return f"{error.filename or 'a file'}: {error.strerror or error}; {MAKE_ROOM if is_full(error) else CHECK_PATH}"
