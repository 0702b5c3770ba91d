"""Stable public IDs: short, readable aloud, never reused."""

import secrets
from typing import Any

from django.db import models

# Crockford's base 32: no i, l, o, u, so that an ID can be read aloud and copied by hand.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
DIGITS = 10


def new_public_id(prefix: str) -> str:
    """A random ID such as "dlg-7k3m9x2q4f". 50 random bits: a million rows collide once in 2,000 tries."""
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _ in range(DIGITS))


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """A unique public ID with the prefix of its model, made when an object is."""

    def __init__(self, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        # Said even where it is False, as in the history's tables: this field's own default is True.
        return name, path, [self.prefix, *args], kwargs | {"unique": self.unique}

    def has_default(self) -> bool:
        return True

    def get_default(self) -> str:
        return new_public_id(self.prefix)
