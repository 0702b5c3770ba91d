"""Codes, names and public IDs of what never was. Everything is visibly made up, so that nothing passes for a fact."""

import hashlib
from collections.abc import Iterator
from itertools import count
from string import ascii_uppercase
from typing import Final

from dialogues.models.public_id import ALPHABET, DIGITS

# ISO 3166-1 leaves AA, QM to QZ, XA to XZ and ZZ to its users, for ever. XI, XK and XX are left out: they are in wide
# use for Northern Ireland, Kosovo and "unknown".
CODES: Final = (
    "AA",
    *(f"Q{letter}" for letter in ascii_uppercase[ascii_uppercase.index("M") :]),
    *(f"X{letter}" for letter in ascii_uppercase if letter not in "IKX"),
    "ZZ",
)
SITE: Final = "https://synthetic.example/articles"  # RFC 2606: nobody can own a name under .example

_BITS: Final = 5 * DIGITS
_PAIRS: Final = [first + second for first in ALPHABET for second in ALPHABET]


def party_name(code: str) -> str:
    return f"Synthetic party {code}"


def body_name(number: int, code: str) -> str:
    return f"Ministry {number:04} of {code}"


def person_name(number: int) -> str:
    return f"Person {number:06}"


def office_title(number: int, code: str) -> str:
    return f"Office {number:04} of {code}"


def place_name(number: int, code: str) -> str:
    return f"City {number:02} of {code}"


def public_ids(prefix: str, seed: int) -> Iterator[str]:
    """IDs of one model without end, e.g. "dlg-7k3m9x2q4f": the same for the same seed, and none twice.

    Counting in steps of an odd number visits each of the 2**50 numbers before it comes back to the first.
    """
    digest = hashlib.sha256(f"{prefix} {seed}".encode()).digest()
    place, step = (int.from_bytes(part) % 2**_BITS for part in (digest[:8], digest[8:16]))
    step |= 1
    for number in count():
        value = (place + number * step) % 2**_BITS
        yield f"{prefix}-" + "".join(_PAIRS[value >> shift & 1023] for shift in range(_BITS - 10, -1, -10))
