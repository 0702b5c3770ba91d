"""Every address that the site answers, found in its URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """`name` as `reverse` takes it, its namespaces included; `pattern` as Django writes it, from the first slash on."""

    name: str
    pattern: str


def routes() -> list[Route]:
    """All of them, in the order in which Django tries them."""
    return list(_routes(get_resolver(), "", "/"))


def _routes(resolver: URLResolver, namespace: str, before: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes(entry, inner, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}" if entry.name else "", pattern)
