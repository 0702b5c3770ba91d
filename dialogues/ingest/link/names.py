"""Names in any script, order or shortening, compared with those that the record has."""

from collections.abc import Iterable

from dialogues.text.names import as_one_word, fold_name, same_name
from dialogues.text.signs import has_chinese
from dialogues.text.terms import simplified


def is_named(stated: str, names: Iterable[str]) -> bool:
    """Whether a stated name is one of these: in any order, with or without initials, in either Chinese script."""
    return any(same_as(stated, name) for name in names if name)


def same_as(first: str, second: str) -> bool:
    """Whether two spellings are one name."""
    if has_chinese(first) or has_chinese(second):
        return simplified(first).replace("·", "") == simplified(second).replace("·", "")
    return same_name(first, second) or as_one_word(first) == as_one_word(second) != ""


def is_part_of(stated: str, name: str) -> bool:
    """Whether a stated name is the surname alone: the first or the last word of a name of several."""
    part, words = fold_name(stated).split(), fold_name(name).split()
    return len(part) == 1 < len(words) and part[0] in {words[0], words[-1]}
