"""Tags of the public pages."""

import re
from functools import cache
from typing import Any, Final

from django import template
from django.conf.locale import LANG_INFO
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogues.models import Article, Dialogue
from dialogues.models.vocabularies import Mode
from dialogues.queries.country_names import country_name
from dialogues.queries.state_families import FAMILIES, FAMILY_LABELS, Family, family_of, state_label
from dialogues.queries.timeline import Lane, Timeline
from dialogues.templatetags.marks import mark_path
from dialogues.templatetags.timeline_picture import draw, lane_rows

register = template.Library()

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LANGUAGES: Final = {"zh": "Chinese", "mul": "several languages", "und": "language unknown"}
# A source's own tag for texts in several languages.
_SEVERAL: Final = frozenset({"mul", "und"})


@register.simple_tag
def state_mark(state: str | None) -> SafeString:
    """The state in words with its mark before it."""
    family = family_of(state)
    return format_html('<span class="state state-{}">{}{}</span>', family, _mark(family), state_label(state))


@register.simple_tag
def family_mark(family: Family) -> SafeString:
    """A family in words with its mark before it."""
    return format_html('<span class="state state-{}">{}{}</span>', family, _mark(family), FAMILY_LABELS[family])


@cache
def _mark(family: Family) -> SafeString:
    return format_html(
        '<svg class="mark mark-{}" width="14" height="14" viewBox="0 0 12 12" aria-hidden="true"><path d="{}"/></svg>',
        family,
        mark_path(family, 6, 6),
    )


@register.simple_tag
def families() -> tuple[Family, ...]:
    """All families, in the order of the legend."""
    return tuple(FAMILIES)


@register.simple_tag
def timeline_picture(timeline: Timeline, query: QueryDict) -> SafeString:
    """The timeline as SVG."""
    return draw(timeline, query)


@register.filter
def rows(lane: Lane) -> int:
    """The number in the class that gives a lane's label the height of its lane."""
    return lane_rows(lane)


@register.filter
def place(dialogue: Dialogue) -> str:
    """City and country in words: "Washington, United States"; how it was held when it was not in a room."""
    parts = [dialogue.city, country_name(dialogue.country)]
    written = ", ".join(part for part in parts if part)
    if dialogue.mode in {Mode.VIDEO, Mode.PHONE, Mode.HYBRID}:
        mode = dialogue.get_mode_display()
        return f"{written} ({mode})" if written else mode
    return written


@register.simple_tag
def lang(text: Any, article: Article | None = None) -> SafeString:
    """The lang attribute for a text of this article, or of a text whose script alone tells; empty for English."""
    written = str(text)
    tag = article.language if article is not None else ""
    if tag in _SEVERAL or not _TAG.fullmatch(tag):
        tag = ""
    if _HAN.search(written) and tag in {"", "zh"}:
        tag = "zh-Hans"
    elif tag == "zh" or (tag.startswith("zh") and not _HAN.search(written)):
        tag = ""
    return format_html(' lang="{}"', tag) if tag and tag != "en" else SafeString("")


@register.filter
def language_name(tag: str) -> str:
    """The English name of a language: "Chinese" for zh and for zh-Hans alike; the tag itself when it is not known."""
    base = tag.lower().split("-")[0]
    if base in _LANGUAGES:
        return _LANGUAGES[base]
    known = LANG_INFO.get(base, {})
    return str(known.get("name", tag))


@register.filter
def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th ..."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
