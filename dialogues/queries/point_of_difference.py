"""One point on which an article differs from the other accounts of a dialogue, as it is proposed to people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dialogues.models import Suggestion
from dialogues.models.vocabularies import DifferenceKind
from dialogues.queries.citations import CitedSentence
from dialogues.text.stance import Stance

Pair = tuple[int, int]
MOST_QUOTED: Final = 3


class Point(StrEnum):
    """How the article differs: it gives another value, only it mentions something, it alone leaves it out, or a passage
    of it that is no fact of its own speaks of an outcome that another account has.
    """

    VALUE = "value"
    ONLY_HERE = "only_here"
    NOT_HERE = "not_here"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOfDifference:
    """One point. `key` is the same whenever the same article differs in the same way.

    `about` names the record that it is about: model, id, and field for a value. `others` are the accounts on the other
    side: citations of the record that say otherwise, or snapshots whose text was searched in vain, by public ID.
    `stated` is the suggestion that says it, `sentence` and `spans` where in its text; none and empty for what is not
    said. `stance` is how an aligned passage stands to the other account, and why.
    """

    point: Point
    key: tuple[str, ...]
    kind: DifferenceKind
    subject: str
    says: str
    others_say: str
    reason: str
    about: dict[str, str]
    others: list[dict[str, str]] = field(default_factory=list)
    same_as: str | None = None
    stated: Suggestion | None = None
    sentence: Pair = (0, 0)
    spans: list[Pair] = field(default_factory=list)
    stance: Stance | None = None


def cited_in(others: Sequence[CitedSentence]) -> list[dict[str, str]]:
    """The first of these citations, as a point names the accounts on the other side."""
    return [{"citation": one.citation.public_id} for one in others[:MOST_QUOTED]]
