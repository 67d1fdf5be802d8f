"""What publishers' observation flags say, in the five statuses of the record."""

# SDMX code list CL_OBS_STATUS 2.2 (https://sdmx.org/?page_id=3215); lower-case flags are Eurostat's.
STATUS = {"A": "A", "B": "B", "E": "E", "I": "E", "F": "E", "P": "P", "V": "P", "H": "M", "L": "M", "M": "M", "O": "M", "Q": "M"}
# Where several flags stand together the one that warns most is kept.
FIRMNESS = "MBEPA"


def read_status(flags: str) -> tuple[str, str]:
    """The status (A, E, P, B, M) of one or several flags such as `E`, `bp` or `A`, and a note.

    The note quotes every flag that says more than its status does: imputed, forecast, confidential, low reliability.
    """
    letters = [letter for letter in flags.upper() if letter.isalpha()]
    status = min((STATUS.get(letter, "A") for letter in letters), key=FIRMNESS.index, default="A")
    plain = all(letter in "ABEP" for letter in letters)
    return status, "" if plain else f"flag of the publisher: {flags.strip()}"
