"""Editorials, columns and commentaries: they tell of a meeting in order to judge it, and are no report of it."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.reading import Reading

_OPENING: Final = 300
_MANY: Final = 4
_SOME: Final = 2
# Where a text calls itself one: a label that opens a line, up to its end or a colon. Not "Delegation leader:".
_LABEL: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:\w+ )?(?:editorial|op-?ed|opinion|commentary|column|our view|viewpoint|letters? to the editor)\b"
    r"[ \t]*(?:[:|\n.]|by\b|$)",
    re.IGNORECASE,
)
# The part of a paper in which it stands: "Home / Comment", "News > Opinion".
_SECTION: Final = re.compile(
    r"(?:^|\n)[^\n]{0,40}[/>|»][ \t]*"
    r"(?:comment|opinion|opinions|editorials?|op-?ed|commentary|columns?|views)[ \t]*(?:\n|$|[/>|])",
    re.IGNORECASE,
)
_OPINION: Final = re.compile(
    r"\b(?:[Ee]ditorial|EDITORIAL|[Oo]p-?[Ee]d|OPINION|Opinion|Commentary|[Cc]olumnist|Leader comment)\b"
)
_OURS: Final = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_DUTIES: Final = re.compile(r"\b(?:should|must|needs? to|ought to|has to|have to)\b")
_JUDGEMENTS: Final = re.compile(
    r"\b(?:it is (?:to be hoped|time|high time|hard to|no wonder)|let us|in (?:my|our) (?:view|opinion)|to be sure"
    r"|of course|unfortunately|regrettably|sadly|naive|all too|the answer (?:is|lies)|the question is"
    r"|at (?:best|worst))\b|\?(?= |$|\n)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"\"[^\"\n]{1,600}\"|“[^”\n]{1,600}”")


def calls_itself_an_opinion(reading: Reading) -> bool:
    """A label in the first lines: "Editorial", "Opinion: ...", "Commentary by ..."."""
    opening = reading.plain[:_OPENING]
    return _LABEL.search(opening) is not None or _SECTION.search(opening) is not None


def argues(reading: Reading, *, numbered: bool) -> bool:
    """Whether a text speaks of "we", of what should be done and of how things are to be judged, in its own voice.

    What stands in quotation marks, or in a sentence that says who holds it, is not the text's own voice. A text that
    names a numbered meeting has to argue more plainly.
    """
    if _OPINION.search(reading.plain[:_OPENING]) and not numbered:
        return True
    own = [
        _QUOTED.sub(" ", sentence.of(reading.plain))
        for sentence in reading.sentences
        if not reading.has(sentence, "stance", "agreed", "both_sides")
    ]
    duties = sum(bool(_DUTIES.search(words)) for words in own)
    ours = sum(bool(_OURS.search(words)) for words in own)
    judged = sum(len(_JUDGEMENTS.findall(words)) for words in own)
    weight = duties + ours + judged
    kinds = sum(count > 0 for count in (duties, ours, judged))
    return weight >= (_MANY + _SOME if numbered else _MANY) and kinds >= _SOME and duties > 0
