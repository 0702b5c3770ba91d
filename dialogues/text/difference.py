"""What changed between two texts: word by word, and in long ones sentence by sentence first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Indel

from dialogues.text.sentences import sentence_spans

# Comparing takes time that grows with the square of the words; beyond this sentences are compared.
MOST_WORDS: Final = 4000
# Comparing them takes memory that grows with the square of their number, 12 MB here; beyond this the texts stand one
# after the other.
MOST_SENTENCES: Final = 10_000
# In the passages that have changed words are compared: of both sides together, in one passage and in all of them.
MOST_WORDS_OF_A_PASSAGE: Final = 800
MOST_WORDS_OF_PASSAGES: Final = 12_000
# Words, white space, and each other character (so each Chinese one) by itself.
_WORDS: Final = re.compile(r"[^\W\u3400-\u9fff]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text that both have ("same"), that only the later has ("added"), or only the earlier ("removed")."""

    kind: str
    text: str


def difference(before: str, after: str) -> tuple[Stretch, ...]:
    """The two texts as one. Without what was added it reads as before, without what was removed as after.

    Long texts are compared by sentences, and by words only within passages that have changed.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    by_words = len(old) + len(new) <= MOST_WORDS
    return tuple(_stretches(*(_of_words(old, new) if by_words else _of_sentences(before, after))))


def _of_words(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[start:end])
        else:
            yield "removed", "".join(old[start:end])
            yield "added", "".join(new[new_start:new_end])


def _of_sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _sentences(before), _sentences(after)
    if max(len(old), len(new)) > MOST_SENTENCES:
        yield from (("removed", before), ("added", after))
        return
    left = MOST_WORDS_OF_PASSAGES
    removed = added = ""
    for tag, start, end, new_start, new_end in [*Indel.opcodes(old, new), ("equal", 0, 0, 0, 0)]:
        if tag != "equal":
            removed, added = removed + "".join(old[start:end]), added + "".join(new[new_start:new_end])
            continue
        words = (_WORDS.findall(removed), _WORDS.findall(added))
        number = len(words[0]) + len(words[1])
        if all(words) and number <= min(MOST_WORDS_OF_A_PASSAGE, left):
            left -= number
            yield from _of_words(*words)
        else:
            yield from (("removed", removed), ("added", added))
        removed = added = ""
        yield "same", "".join(old[start:end])


def _sentences(text: str) -> list[str]:
    """The text cut before each sentence: each with the white space that comes after it."""
    starts = [start for start, _ in sentence_spans(text)]
    cuts = [0, *starts[1:], len(text)]
    return [text[start:end] for start, end in pairwise(cuts)] if text else []


def _stretches(*found: tuple[str, str]) -> Iterator[Stretch]:
    return (Stretch(kind, text) for kind, text in found if text)
