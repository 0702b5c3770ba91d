"""Which mechanism of the record a stated name is: by name, alias, native name, among those of the pair."""

from typing import Final

from dialogues.ingest.link.held import HeldRecord, all_names
from dialogues.ingest.link.match import Scored, best
from dialogues.ingest.link.names import is_named
from dialogues.models import Mechanism
from dialogues.text.similarity import content_words, shared_share
from dialogues.text.terms import simplified

# With so many of the words of its name, a differently worded one is the same.
NEAR_NAME: Final = 0.75
FEWEST_WORDS: Final = 3


def match_mechanism(stated: str, held: HeldRecord) -> tuple[Mechanism | None, str]:
    """The mechanism, and in words why; or None, with a reason where two tie."""
    if not stated:
        return None, ""
    found, undecided = best((one for one in (_scored(stated, known) for known in held.mechanisms) if one), str)
    return (found.candidate, found.reason) if found is not None else (None, undecided)


def _scored(stated: str, mechanism: Mechanism) -> Scored[Mechanism] | None:
    names = all_names(mechanism)
    if is_named(stated, names):
        return Scored(mechanism, 1.0, f"the mechanism “{mechanism.name}” by one of its names")
    low = simplified(stated)
    if any(len(name) > 5 and simplified(name) in low for name in names):
        return Scored(mechanism, 0.9, f"a name of the mechanism “{mechanism.name}” is part of it")
    words = content_words(stated)
    if len(set(words)) < FEWEST_WORDS:
        return None
    share = max(shared_share(words, content_words(name)) for name in names)
    if share < NEAR_NAME:
        return None
    return Scored(mechanism, 0.8 * share, f"shares {share:.0%} of the words with “{mechanism.name}”")
