"""Where sources disagree about a fact, and where the two sides' accounts of a meeting differ."""

from __future__ import annotations

from dialogues.management.starter.entries import AccountEntry
from dialogues.management.starter.publishing import publisher_party
from dialogues.management.starter.shelves import Shelves
from dialogues.management.starter.stances import CONFLICT_FIELD, account_stance, claim_stances


def load_conflicts(shelves: Shelves) -> None:
    """Each claim is a citation of the dialogue, in the field that it is about."""
    conflicts = {
        f"{meeting.id}/{number}": (meeting, conflict)
        for _, meeting in shelves.record.rounds()
        for number, conflict in enumerate(meeting.conflicts, 1)
    }
    for key, (meeting, conflict) in conflicts.items():
        shelves.conflicts.put(
            key,
            dialogue=shelves.dialogues[meeting.id],
            field=CONFLICT_FIELD.get(conflict.field, ""),
            field_as_stated=conflict.field,
            resolution=conflict.resolution,
            note=conflict.note,
        )
    shelves.conflicts.store()
    for key, (meeting, conflict) in conflicts.items():
        claims = zip(conflict.claims, claim_stances(meeting.id, conflict), strict=True)
        for number, (claim, stance) in enumerate(claims, 1):
            for source in claim.sources:
                shelves.report.derived["stance of a claim in a conflict"][stance] += 1
                shelves.cite(
                    "dialogue",
                    f"{meeting.id}/conflict/{key}/{number}",
                    shelves.dialogues[meeting.id],
                    source,
                    stance=stance,
                    field_name=CONFLICT_FIELD.get(conflict.field, ""),
                    value_as_stated=claim.value,
                    conflict=shelves.conflicts[key],
                )
    shelves.report.entry("conflicts in sources", len(conflicts), "Conflict, each claim a Citation of the dialogue")


def load_differences(shelves: Shelves) -> None:
    """Each account is a citation of the difference, with its speaker and what it says."""
    differences = {
        f"{meeting.id}/{difference.id}": (meeting, difference)
        for _, meeting in shelves.record.rounds()
        for difference in meeting.differences
    }
    for key, (meeting, difference) in differences.items():
        shelves.differences.put(
            key,
            dialogue=shelves.dialogues[meeting.id],
            kind=difference.kind,
            subject=difference.topic,
            note=difference.note,
        )
    shelves.differences.store()
    for key, (meeting, difference) in differences.items():
        for number, account in enumerate(difference.accounts, 1):
            for source in account.sources:
                stance = account_stance(meeting.id, difference, account, source)
                shelves.report.derived["stance of an account in a difference"][stance] += 1
                shelves.cite(
                    "difference",
                    f"{key}/{number}",
                    shelves.differences[key],
                    source,
                    stance=stance,
                    value_as_stated=account.says,
                    speaker_party_id=_speaker(shelves, account, source),
                    note="" if account.side in shelves.record.countries else f"Account of: {account.side}",
                )
    shelves.report.entry("differences between readouts", len(differences), "Difference, each account a Citation")


def _speaker(shelves: Shelves, account: AccountEntry, source: str) -> str | None:
    """The party whose account it is. Where it is told of two parties together, each source speaks for its own."""
    if "/" in account.side:
        return publisher_party(shelves.record.sources[source])
    code = account.side.split()[0]
    return code if code in shelves.record.countries else None
