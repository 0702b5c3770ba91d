"""Whether two long texts are copies of each other, cut or lightly edited: shingles, their MinHash, and its bands.

A text is the set of its runs of three words (of six characters, in a script without spaces). Two copies share most of
them; MinHash (Broder 1997) estimates how many from 126 numbers, and by bands of three of them copies are found in an
index without comparing with every text: of two texts that share 40 % of their shingles 94 % share a band, of two
that share 5 % one in two hundred does. What is found is then compared exactly (`containment`).
"""

import hashlib
import re
from binascii import crc32
from typing import Final

import numpy as np

from dialogues.text.names import fold

SHINGLE_WORDS: Final = 3
SHINGLE_CHARACTERS: Final = 6
ROWS_PER_BAND: Final = 3
BANDS: Final = 42
# Below this a text is too short to tell a copy from another text about the same thing.
FEWEST_SHINGLES: Final = 30
# Shingles that are hashed at once: bounds the memory to a few megabytes however long the text is.
AT_ONCE: Final = 4096

# A run of Chinese or Japanese characters is cut into its characters: those scripts have no spaces between words.
WITHOUT_SPACES: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
TOKEN: Final = re.compile(rf"[{WITHOUT_SPACES}]|[^\W_{WITHOUT_SPACES}]+")


def shingles(text: str) -> frozenset[int]:
    """The text's runs of words or characters, each as a number of 32 bits. The same on every machine."""
    tokens = TOKEN.findall(fold(text))
    characters = sum(1 for token in tokens if re.match(f"[{WITHOUT_SPACES}]", token))
    size = SHINGLE_CHARACTERS if characters * 2 > len(tokens) else SHINGLE_WORDS
    return frozenset(crc32(" ".join(tokens[start : start + size]).encode()) for start in range(len(tokens) - size + 1))


def bands(found: frozenset[int]) -> list[int]:
    """Numbers of 32 bits (signed, as PostgreSQL's integer), of which similar texts have some in common."""
    if len(found) < FEWEST_SHINGLES:
        return []
    values = np.fromiter(found, dtype=np.uint64, count=len(found))
    smallest = np.full(ROWS_PER_BAND * BANDS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(values), AT_ONCE):
        hashed = (FACTORS[:, None] * values[None, start : start + AT_ONCE] + SUMMANDS[:, None]) >> np.uint64(32)
        smallest = np.minimum(smallest, hashed.min(axis=1))
    rows = smallest.astype("<u4").reshape(BANDS, ROWS_PER_BAND)
    keys = [crc32(row.tobytes(), number) for number, row in enumerate(rows)]
    return [key - 2**32 if key >= 2**31 else key for key in keys]


def containment(first: frozenset[int], second: frozenset[int]) -> float:
    """The share (0 to 1) of the smaller set that the other has too: 1 for a text that was only cut."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _numbers(what: str) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Constants from a hash and not from a generator of random numbers, whose sequence may change with its version."""
    count = ROWS_PER_BAND * BANDS
    digests = (hashlib.blake2b(f"{what} {number}".encode(), digest_size=8).digest() for number in range(count))
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


# Multiply and shift (Dietzfelbinger 1997): the upper half of a product modulo 2**64, with an odd factor.
FACTORS: Final = _numbers("factor") | np.uint64(1)
SUMMANDS: Final = _numbers("summand")
