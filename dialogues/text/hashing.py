"""Hashes by which the same text is known again."""

from __future__ import annotations

import hashlib
import unicodedata


def normalised(text: str) -> str:
    """NFC, without control and format characters, each run of white space as one space, none at the ends."""
    kept = (
        sign if sign.isspace() or not unicodedata.category(sign).startswith("C") else ""
        for sign in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(kept).split())


def text_hash(text: str) -> str:
    """SHA-256 of the normalised text in UTF-8, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(normalised(text).encode("utf-8")).hexdigest()


def bytes_hash(content: bytes) -> str:
    """SHA-256 of bytes as they were received, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
