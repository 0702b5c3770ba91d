"""A Chinese document as the rules read it: simplified, cut into sentences and clauses, with every phrase found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.chinese.phrases import find_phrases
from dialogues.ingest.extract.chinese.script import plain
from dialogues.ingest.extract.facts import Document, Gazetteer, Span
from dialogues.ingest.extract.in_order import InOrder
from dialogues.ingest.extract.lexicon import Hit, load
from dialogues.ingest.extract.marked_text import MOST_READ, MarkedText

# The group of 巴方 and the like, until the states that the text names tell whose side it is.
_UNSURE: Final = "?"
_CLAUSE_END: Final = re.compile(r"[,;:]|---*|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Sides:
    """States named together or alone, as one compound (中美) or name (美国, 美方)."""

    start: int
    end: int
    codes: tuple[str, ...]

    @property
    def span(self) -> Span:
        """Where they stand."""
        return Span(self.start, self.end)


class ChineseReading(MarkedText):
    """One document prepared for the Chinese rules: simplified, with its states and compounds of states."""

    def __init__(self, document: Document, record: Gazetteer) -> None:
        simplified = plain(document.text[:MOST_READ])
        hits = find_phrases(simplified, record)
        hits["future"] = [hit for hit in hits.get("future", []) if not _ends_a_word(simplified, hit)]
        super().__init__(document, simplified, hits)
        self.sides = find_sides(self.plain, hits.get("state", []))
        self._sides = InOrder(self.sides)

    def sides_in(self, span: Span) -> list[Sides]:
        """States and compounds of states within `span`, in order of place."""
        return self._sides.within(span)

    def clauses(self, span: Span) -> list[Span]:
        """The parts of `span` between commas, semicolons and colons."""
        clauses: list[Span] = []
        start = span.start
        for cut in _CLAUSE_END.finditer(self.plain, span.start, span.end):
            clauses.append(Span.clamped(start, cut.start()))
            start = cut.end()
        clauses.append(Span.clamped(start, span.end))
        return [clause for clause in clauses if clause.end > clause.start]


def _ends_a_word(text: str, hit: Hit) -> bool:
    """上将与…会谈, 分委会在北京…: the sign of the future ends a general's rank, or what a body is called."""
    before = text[max(0, hit.start - 1)]
    general = text[hit.start] == "将" and before in "上中少大准"
    return general or (text[hit.start] == "会" and before in "委大协议峰年例理全商国工社")


@lru_cache(maxsize=1)
def letters() -> dict[str, tuple[str, ...]]:
    """The states that each letter of a compound may stand for; a sure letter for one."""
    found: dict[str, tuple[str, ...]] = {}
    for code, state in load("chinese/states").items():
        if letter := state.get("letter"):
            found[letter] = (code,)
    for state in load("chinese/states").values():
        if (letter := state.get("unsure")) and letter not in found:
            found[letter] = tuple(other for other, one in load("chinese/states").items() if one.get("unsure") == letter)
    return found


@lru_cache(maxsize=1)
def _sure_letters() -> frozenset[str]:
    return frozenset(state["letter"] for state in load("chinese/states").values() if state.get("letter"))


@lru_cache(maxsize=1)
def _compound() -> re.Pattern[str]:
    signs = "|".join(sorted(letters(), key=len, reverse=True))
    return re.compile(rf"(?:{signs}){{2,6}}")


def find_sides(text: str, names: list[Hit]) -> list[Sides]:
    """Names of states and compounds of their letters, in order of place and not overlapping."""
    names = [hit for hit in names if not _splits_compound(text, hit)]
    named = {hit.entry.group for hit in names if hit.entry.group != _UNSURE}
    names = [sure for hit in names if (sure := _resolved(hit, named)) is not None]
    found = [_with_letter_before(text, hit, named) for hit in names]
    taken = {place for hit in names for place in range(hit.start, hit.end)}
    for match in _compound().finditer(text):
        start, end = match.span()
        while start < end and text[start] == "日" and text[start - 1 : start].isdigit():
            start += 1
        while end > start and end - 1 in taken:
            end -= 1
        while end - start > 1 and _goes_on(text, end):
            end -= 1
        if end - start > 1 and _is_tail(text, start):
            start += 1
        if start in taken:
            continue
        codes: tuple[str, ...] = ()
        while end - start > 1 and not (codes := _codes(text[start:end], named)):
            end -= 1
        if codes:
            found.append(Sides(start, end, codes))
    return sorted(found, key=lambda side: side.start)


def _with_letter_before(text: str, hit: Hit, named: set[str]) -> Sides:
    """台欧盟: the letter of a state that the text names in full, before the name of another."""
    codes = letters().get(text[hit.start - 1 : hit.start], ()) if hit.start else ()
    posted = text[max(0, hit.start - 2) : hit.start - 1] in ("驻", "访", "对")
    joined = hit.entry.group == "EU" or codes == ("TW",)  # 台印度: no letter of its own stands for 印度 there
    if len(codes) == 1 and codes[0] in named - {hit.entry.group} and joined and not posted:
        return Sides(hit.start - 1, hit.end, (codes[0], hit.entry.group))
    return Sides(hit.start, hit.end, (hit.entry.group,))


def _resolved(hit: Hit, named: set[str]) -> Hit | None:
    """巴方 is Pakistan's side where the text names Pakistan, and Brazil's where it names Brazil."""
    if hit.entry.group != _UNSURE:
        return hit
    codes = [code for code in letters().get(hit.entry.phrase[0], ()) if code in named]
    return Hit(hit.start, hit.end, replace(hit.entry, group=codes[0])) if codes else None


def _is_tail(text: str, start: int) -> bool:
    """Whether the first letter is rather the last of a word (参加中…, 其中美国)."""
    before = load("chinese/meetings")["not_after"].get(text[start], "")
    return start > 0 and text[start - 1] in before


def _splits_compound(text: str, hit: Hit) -> bool:
    """中美国防部 are 中美 and 国防部, not 美国."""
    return (
        hit.end - hit.start == 2
        and text[hit.end - 1 : hit.end + 1] == "国防"
        and text[max(0, hit.start - 1)] in letters()
    )


def _goes_on(text: str, end: int) -> bool:
    """Whether the last letter of a compound is rather the first of a word (中加 in 中加强)."""
    if text[end : end + 2] in ("国防", "外交", "文化", "元首", "国会", "海军", "海洋", "海上", "内政", "战略"):
        return False
    return text[end : end + 1] in load("chinese/meetings")["not_compound"].get(text[end - 1], ())


def _codes(signs: str, named: set[str]) -> tuple[str, ...]:
    """The states of a compound; none unless it has two at least, the first two of them certain."""
    codes: list[str] = []
    sure = 0
    for letter in re.findall("印尼|.", signs):
        candidates = letters().get(letter, ())
        if letter == "印" and "ID" in named and "IN" not in named:
            codes.append("ID")  # 马印, 新印 in texts from Malaysia and Singapore
            sure += 1
        elif letter in _sure_letters():
            codes.append(candidates[0])
            sure += 1
        elif known := [code for code in candidates if code in named]:
            codes.append(known[0])
        else:
            return ()
    return tuple(dict.fromkeys(codes)) if sure and len(set(codes)) > 1 else ()
