"""How much two short texts say the same, by their content words."""

import re
from typing import Final

from dialogues.text.names import fold

WORD: Final = re.compile(r"[^\W\d_]+|\d+")
# Words that any outcome may contain; sharing one of them says nothing.
EMPTY_WORDS: Final = frozenset(
    "a an the and or of for to in on at by with from as is are was were be been will would should shall may both two "
    "side sides party parties their its it they this that these those which who each other agreed agree agreement "
    "reached reach decided decide up out into under between among against about more new joint".split()
)


def content_words(text: str) -> tuple[str, ...]:
    """The folded words that carry meaning, in their order; a plural s is dropped."""
    words = WORD.findall(fold(text))
    return tuple(_singular(word) for word in words if word not in EMPTY_WORDS)


def shared_share(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """The share (0 to 1) of the shorter text's different words that the other has too.

    Two neighbouring words count as one where the other text writes them as one ("hot line", "hotline").
    """
    left, right = _joined(first, set(second)), _joined(second, set(first))
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def _joined(words: tuple[str, ...], known: set[str]) -> set[str]:
    joined: set[str] = set()
    position = 0
    while position < len(words):
        pair = "".join(words[position : position + 2])
        if position + 1 < len(words) and pair in known:
            joined.add(pair)
            position += 2
        else:
            joined.add(words[position])
            position += 1
    return joined


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
