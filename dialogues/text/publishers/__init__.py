"""Adapters: one publisher a file, found by listing this folder. Each has an `ADAPTER` (adapter.py says what is in it).

An adapter corrects what the general reader gets wrong on one publisher's pages, and nothing else. docs/ingestion.md
tells how to add one.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from dialogues.text.publishers.adapter import Adapter


@cache
def adapters() -> dict[str, Adapter]:
    """All adapters by the name of their module."""
    names = [module.name for module in iter_modules(__path__) if module.name != "adapter"]
    return {name: import_module(f"{__name__}.{name}").ADAPTER for name in names}


def adapter_for(url: str) -> Adapter | None:
    """The adapter of the publisher to whom the host of an address belongs, or None."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    for adapter in adapters().values():
        if any(host == one or host.endswith(f".{one}") for one in adapter.hosts):
            return adapter
    return None
