"""Public IDs of the starter record: the same in every installation, so that a citation of it works everywhere."""

import hashlib

from django.db import models

from dialogues.models.public_id import ALPHABET, DIGITS, PublicIdField

_BITS_A_DIGIT = 5


def starter_public_id(model: type[models.Model], key: str) -> str:
    """The public ID of a starter row, e.g. "dlg-4k2m9x7q1f".

    `key` is the id in the files, or one built from it ("hljd-1/loretta-lynch/co_chair"). The ten digits are the first
    fifty bits of SHA-256 over "readout-starter/<model>/<key>", each five bits a digit, the highest first.
    """
    field = model._meta.get_field("public_id")
    if not isinstance(field, PublicIdField):
        raise TypeError(f"{model.__name__} has no public ID")
    digest = hashlib.sha256(f"readout-starter/{model._meta.model_name}/{key}".encode()).digest()
    bits = int.from_bytes(digest, "big") >> (len(digest) * 8 - DIGITS * _BITS_A_DIGIT)
    digits = [ALPHABET[(bits >> shift) & 31] for shift in range(_BITS_A_DIGIT * (DIGITS - 1), -1, -_BITS_A_DIGIT)]
    return f"{field.prefix}-{''.join(digits)}"
