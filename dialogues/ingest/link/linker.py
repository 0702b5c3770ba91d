"""The linker: each fact of an article beside what the record holds of it."""

from collections.abc import Mapping
from typing import Any

from dialogues.ingest.link.dialogue import match_dialogue
from dialogues.ingest.link.held import HeldRecord
from dialogues.ingest.link.match import Match
from dialogues.ingest.link.outcome import match_outcome
from dialogues.ingest.link.participation import match_participation
from dialogues.ingest.link.relation import match_relation
from dialogues.ingest.link.status import match_status
from dialogues.models import Snapshot
from dialogues.models.vocabularies import SuggestionKind


class Linker:
    """Links the facts of one snapshot. `meeting` is what people took its dialogue for before, if they have decided."""

    def __init__(self, snapshot: Snapshot, stated: Mapping[str, Any] | None, meeting: Match | None) -> None:
        parties = [str(code) for code in (stated or {}).get("parties") or []]
        self._held = HeldRecord(snapshot, parties)
        self._day = (stated or {}).get("start_date")
        if meeting is not None:
            self.meeting = meeting
        else:
            self.meeting = match_dialogue(dict(stated), self._held) if stated is not None else Match()

    def link(self, fact: Mapping[str, Any]) -> Match:
        """What the record holds of a fact as an extraction keeps it."""
        value, dialogue = dict(fact["value"]), self.meeting.dialogue
        start, end = fact["sentence"]
        sentence = self._held.text[start:end]
        match SuggestionKind(fact["kind"]):
            case SuggestionKind.DIALOGUE:
                return self.meeting
            case SuggestionKind.PARTICIPATION:
                return match_participation(value, dialogue, self._day, self._held)
            case SuggestionKind.OUTCOME if dialogue is not None:
                return match_outcome(value, sentence, dialogue, self._held)
            case SuggestionKind.STATUS:
                return match_status(value, sentence, dialogue, self._held)
            case SuggestionKind.RELATION:
                return match_relation(value, dialogue, self._held)
        return Match("", dialogue)
