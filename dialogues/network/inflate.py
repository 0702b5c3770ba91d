"""Compressed bodies, inflated without trusting what they claim to be."""

import zlib

from dialogues.network.deadline import Deadline
from dialogues.network.errors import bad_encoding

# zlib's window bits: 31 reads a gzip wrapper, 15 a zlib wrapper, -15 none (RFC 1950, 1951, 1952).
GZIP_BITS, ZLIB_BITS, RAW_DEFLATE_BITS = 31, 15, -15
MOST_GZIP_MEMBERS = 100
STEP_BYTES = 64 * 1024


def inflate(raw: bytes, encoding: str, limit: int, deadline: Deadline, *, cut: bool) -> bytes:
    """Inflate step by step; a small bomb is stopped when it passes `limit` bytes: the result is one byte longer then.

    With `cut` an end that is missing is no error.
    """
    bits = GZIP_BITS
    if encoding == "deflate":
        # RFC 9110 means zlib, but some servers send bare deflate: the zlib header has a check of its own (RFC 1950).
        wrapped = len(raw) > 1 and raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0
        bits = ZLIB_BITS if wrapped else RAW_DEFLATE_BITS
    body = bytearray()
    engine, members = zlib.decompressobj(bits), 1
    for start in range(0, len(raw), STEP_BYTES):
        pending = raw[start : start + STEP_BYTES]
        deadline.remaining()
        while True:
            if engine.eof and pending:
                if encoding == "deflate" or members == MOST_GZIP_MEMBERS:
                    raise bad_encoding("with something after its end")
                engine, members = zlib.decompressobj(bits), members + 1
            room = min(STEP_BYTES, limit + 1 - len(body))
            try:
                piece = engine.decompress(pending, room)
            except zlib.error as error:
                raise bad_encoding(f"as {encoding}, but is not") from error
            body += piece
            if len(body) > limit:
                return bytes(body)
            pending = engine.unused_data if engine.eof else engine.unconsumed_tail
            if not pending and (engine.eof or len(piece) < room):
                break
    if raw and not engine.eof and not cut:
        raise bad_encoding(f"as {encoding}, but its end is missing")
    return bytes(body)
