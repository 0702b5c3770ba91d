"""Bytes that were packed by gzip or deflate, unpacked up to a limit."""

import zlib
from typing import Final

GZIP_MARK: Final = b"\x1f\x8b"
# As HTTP names them; deflate comes with its wrapper and, from some servers, without.
WINDOWS: Final = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


class BadlyPacked(ValueError):
    """The bytes are damaged, cut off, or more than was asked for once unpacked. The message is a sentence."""


def unpack(body: bytes, encoding: str, most: int) -> bytes:
    """Unpack `body`, of which a .gz file may have several members. Raises BadlyPacked."""
    for window in WINDOWS[encoding]:
        try:
            return _unpack(body, window, most)
        except zlib.error as error:
            damage = error
    raise BadlyPacked("It is not packed as it says, or is damaged.") from damage


def _unpack(body: bytes, window: int, most: int) -> bytes:
    whole, rest = bytearray(), body
    while rest:
        inflater = zlib.decompressobj(wbits=window)
        whole += inflater.decompress(rest, most + 1 - len(whole))
        if len(whole) > most:
            raise BadlyPacked(f"Unpacked, it is larger than {most // 1024 // 1024} MB.")
        if not inflater.eof:
            raise BadlyPacked("It is packed and breaks off before its end.")
        # What follows the last member and is none is padding.
        rest = inflater.unused_data if inflater.unused_data.startswith(GZIP_MARK) else b""
    return bytes(whole)
