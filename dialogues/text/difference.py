"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

# Comparing takes time that grows with the square of the words; beyond this the texts are shown one after the other.
MOST_WORDS: Final = 4000
# Words, white space, and each other character (so each Chinese one) by itself.
_WORDS: Final = re.compile(r"[^\W\u3400-\u9fff]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text that both have ("same"), that only the later has ("added"), or only the earlier ("removed")."""

    kind: str
    text: str


def difference(before: str, after: str) -> tuple[Stretch, ...]:
    """The two texts as one. Without what was added it reads as before, without what was removed as after."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return tuple(_stretches(("removed", before), ("added", after)))
    found: list[tuple[str, str]] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[start:end])))
        else:
            found += [("removed", "".join(old[start:end])), ("added", "".join(new[new_start:new_end]))]
    return tuple(_stretches(*found))


def _stretches(*found: tuple[str, str]) -> Iterator[Stretch]:
    return (Stretch(kind, text) for kind, text in found if text)
