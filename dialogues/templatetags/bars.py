"""Bars drawn as SVG, for tables in which the numbers stand too: so they are hidden from those who hear the page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WIDTH: Final = 200
HEIGHT: Final = 12


@register.simple_tag
def stacked_bar(parts: Mapping[str, int], most: int) -> SafeString:
    """One bar of several parts, as long as their sum is of `most`. A part's class is its name with hyphens."""
    rectangles = []
    begin = 0.0
    for name, number in parts.items():
        if number and most:
            length = WIDTH * number / most
            rectangles.append((_class(name), f"{begin:.2f}", f"{length:.2f}", HEIGHT))
            begin += length
    drawn = format_html_join("", '<rect class="part-{}" x="{}" width="{}" height="{}"/>', rectangles)
    return format_html(
        '<svg class="bar" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        HEIGHT,
        drawn,
    )


@register.simple_tag
def key_of_part(name: str) -> SafeString:
    """The square in a legend that shows how a part looks."""
    return format_html(
        '<svg class="part-key" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">'
        '<rect class="part-{}" width="12" height="12"/></svg>',
        _class(name),
    )


@register.filter
def duration(span: timedelta | None) -> str:
    """A span in the unit that suits it: "0.4 s", "12 s", "5 min", "3 h", "2 days"; a dash for none."""
    if span is None:
        return "—"
    seconds = span.total_seconds()
    if seconds < 10:
        return f"{seconds:.1f} s"
    for limit, size, unit in ((100, 1, "s"), (100 * 60, 60, "min"), (48 * 3600, 3600, "h")):
        if seconds < limit:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86400:.0f} days"


def _class(name: str) -> str:
    return str(name).replace(" ", "-").replace("_", "-")
