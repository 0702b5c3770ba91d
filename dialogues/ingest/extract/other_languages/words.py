"""The words of one language: its file in data/languages, with names of states and months from Babel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from babel import Locale

from dialogues.ingest.extract.lexicon import load
from dialogues.ingest.extract.other_languages.names import Names, Stem

_FOLDER: Final = Path(__file__).parent.parent / "data" / "languages"
LANGUAGES: Final = tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))
_NOTHING: Final = r"(?!)"
_SHORTEST: Final = 2
_SHORTEST_INFLECTED: Final = 4
_LONGEST_ENDING: Final = 6
_SHORTEST_STEM: Final = 3
# Endings that a Russian noun may take after its stem.
_CASES: Final = "[а-яё]{0,3}"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One language as patterns over text in lower case (numbers and names of places over the text itself)."""

    code: str
    unspaced: bool
    meeting: re.Pattern[str]
    held: re.Pattern[str]
    future: re.Pattern[str]
    call: re.Pattern[str]
    multilateral: re.Pattern[str]
    ordinal: re.Pattern[str]
    ordinals: dict[str, int]
    led_by: re.Pattern[str]
    led: re.Pattern[str]
    video: re.Pattern[str]
    agreed: re.Pattern[str]
    office: re.Pattern[str]
    stop: re.Pattern[str]
    article: re.Pattern[str]
    inside: re.Pattern[str]  # "in" before the name of a city
    delegation: re.Pattern[str]
    among: re.Pattern[str]
    body: re.Pattern[str]
    parties: Names  # to codes
    compounds: dict[str, str]
    cities: Names  # to English names
    countries: dict[str, str]
    honorifics: tuple[str, ...]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    relative: re.Pattern[str]
    yesterday: frozenset[str]


@lru_cache(maxsize=16)
def words_of(language: str) -> Words | None:
    """The words of a language (ISO 639-1), or None where there is no file for it."""
    if language not in LANGUAGES:
        return None
    stored = yaml.safe_load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    locale = Locale(language)
    unspaced = bool(stored.get("unspaced"))
    return Words(
        code=language,
        unspaced=unspaced,
        meeting=_meetings(stored),
        held=_any(stored["held"], whole=not unspaced),
        future=_any(stored["future"], whole=not unspaced),
        call=_any(stored["call"], whole=not unspaced),
        multilateral=re.compile("|".join(map(re.escape, stored["multilateral"]))),
        ordinal=_ordinals(stored),
        ordinals=stored["ordinals"],
        led_by=_any(stored["led_by"], whole=not unspaced),
        led=_any(stored["led"], whole=not unspaced),
        video=_any(stored["video"], whole=not unspaced),
        agreed=_any(stored["agreed"], whole=False),
        office=_offices(stored),
        stop=_any(stored["stops"], whole=True),
        article=_any(stored["articles"], whole=True),
        inside=re.compile(rf"(?<!\w)(?:{'|'.join(stored['in'])}) $" if stored["in"] else "$"),
        delegation=re.compile("|".join(map(re.escape, stored["bodies"]["delegation"]))),
        among=_any(stored["bodies"]["among"], whole=True),
        body=re.compile("|".join(map(re.escape, stored["bodies"]["listed"])) or _NOTHING),
        parties=Names(_parties(stored, locale), unspaced=unspaced),
        compounds=stored.get("compounds_of", {}),
        cities=Names(_cities(stored, locale), unspaced=unspaced),
        countries=_countries_of_cities(),
        honorifics=tuple(stored["honorifics"]),
        months=tuple(_month(stored, locale, number) for number in range(1, 13)),
        relative=_any([*stored["today"], *stored["yesterday"]], whole=not unspaced),
        yesterday=frozenset(stored["yesterday"]),
        weekdays=tuple(_weekday(stored, locale, number) for number in range(7)),
    )


def _any(phrases: Iterable[str], *, whole: bool) -> re.Pattern[str]:
    ordered = sorted((phrase.lower() for phrase in phrases), key=len, reverse=True)
    if not ordered:
        return re.compile(_NOTHING)
    inner = "|".join(_escaped(phrase) + (r"(?!\w)" if whole and phrase[-1].isalnum() else "") for phrase in ordered)
    return re.compile(rf"(?<!\w)(?:{inner})" if whole else f"(?:{inner})")


def _escaped(phrase: str) -> str:
    """A phrase as a pattern; " * " lets one word stand in its place, or none: "coprésidée * par"."""
    return re.escape(phrase).replace(r"\ \*\ ", r"(?:\ [\w-]+)?\ ")


def _meetings(stored: dict[str, Any]) -> re.Pattern[str]:
    nouns = sorted(stored["meetings"], key=len, reverse=True)
    if stored.get("unspaced"):
        return re.compile("|".join(nouns))
    if stored.get("inflected"):
        return re.compile(rf"(?<!\w)(?:{'|'.join(nouns)}){_CASES}(?!\w)")
    opening = r"(?<!\w)[\w-]{0,40}?" if stored.get("compounds") else r"(?<!\w)"
    return re.compile(rf"{opening}(?:{'|'.join(map(re.escape, nouns))})(?!\w)")


def _ordinals(stored: dict[str, Any]) -> re.Pattern[str]:
    spelled = "|".join(sorted(stored["ordinals"], key=len, reverse=True))
    ending = _CASES if stored.get("inflected") else ""
    left, right = ("", "") if stored.get("unspaced") else (r"(?<!\w)", r"(?!\w)")
    return re.compile(rf"{left}(?:{stored['numbered']}|(?P<word>{spelled}){ending}{right})")


def _offices(stored: dict[str, Any]) -> re.Pattern[str]:
    inner = "|".join(map(re.escape, sorted(stored["offices"], key=len, reverse=True)))
    if stored.get("unspaced"):
        return re.compile(inner)
    opening = r"(?<!\w)[\w-]{0,30}?" if stored.get("office_suffixes") else r"(?<!\w)"
    return re.compile(rf"{opening}(?:{inner}){_CASES if stored.get('inflected') else ''}(?!\w)")


def _parties(stored: dict[str, Any], locale: Locale) -> Iterable[Stem]:
    """By state: its names (inflected where the language does that) and the stems of its adjectives."""
    unspaced, inflected = bool(stored.get("unspaced")), bool(stored.get("inflected"))
    for code in load("parties"):
        name = locale.territories.get(code)
        if name and not (unspaced and len(name) < _SHORTEST):
            yield _name(name, code, inflected=inflected)
    for code, names in stored["names"].items():
        yield from (_name(name, code, inflected=inflected) for name in names)
    for code, stems in stored["adjectives"].items():
        for stem in stems:
            yield Stem(stem.strip().lower(), code, 0 if stem.endswith(" ") else _LONGEST_ENDING)


def _name(name: str, value: str, *, inflected: bool) -> Stem:
    """A name of a place; a Russian one without the vowel that its cases change."""
    low = name.lower()
    if not inflected or len(low) <= _SHORTEST_INFLECTED:
        return Stem(low, value)
    return Stem(low[:-1] if low[-1] in "аяьейио" else low, value, 3)


def _cities(stored: dict[str, Any], locale: Locale) -> Iterable[Stem]:
    """Each city as the language writes it, to its English name."""
    local = {
        zone.rsplit("/", 1)[-1].replace("_", " "): names["city"]
        for zone, names in locale.time_zones.items()
        if "city" in names
    } | stored["cities"]
    for city in _countries_of_cities():
        for written in dict.fromkeys((local.get(city, city), city)):
            yield _name(written, city, inflected=bool(stored.get("inflected")))


@lru_cache(maxsize=1)
def _countries_of_cities() -> dict[str, str]:
    cities = {city: country for country, cities in load("places")["cities"].items() for city in cities}
    for code, party in load("parties").items():
        cities |= dict.fromkeys(party.get("capital", ()), "BE" if code == "EU" else code)
    return cities


def _month(stored: dict[str, Any], locale: Locale, number: int) -> str:
    """A pattern of the month's forms, in lower case."""
    forms = {locale.months[use][width][number].lower() for use in ("format", "stand-alone") for width in ("wide",)}
    if stored.get("inflected"):
        stem = "".join(one for one, *others in zip(*sorted(forms), strict=False) if set(others) <= {one})
        # май, мая, мае: so short a stem would take март for one.
        return rf"{re.escape(stem)}[йяею]" if len(stem) < _SHORTEST_STEM else rf"{re.escape(stem)}[а-я]{{0,2}}"
    short = locale.months["format"]["abbreviated"][number].lower()
    return "|".join(map(re.escape, sorted({*forms, short} if len(short) > 3 else forms, key=len, reverse=True)))


def _weekday(stored: dict[str, Any], locale: Locale, number: int) -> str:
    """A pattern of the weekday's forms; 0 is Monday, as in Python (the repository counts so, too)."""
    name = locale.days["format"]["wide"][number].lower()
    if stored.get("inflected") and name[-1] in "аь":
        return rf"{re.escape(name[:-1])}[ауыь]"
    return str(re.escape(name))
