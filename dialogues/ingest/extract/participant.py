"""The value of a fact of kind participation, whichever language and rule it comes from."""

from __future__ import annotations

from typing import Final

from dialogues.ingest.extract.facts import JSONValue

# Of these ranks, the highest first, are those who lead a delegation where no words say who did.
RANKS_OF_LEADERS: Final = ("deputy_head_of_government", "minister", "vice_minister", "director_general", "director")


def participant(
    role: str,
    party: str | None,
    *,
    name: str | None = None,
    person_key: str | None = None,
    title: str | None = None,
    organization: str | None = None,
    organization_key: str | None = None,
    rank: str = "unknown",
    attendance: str = "attended",
    acting_for: str | None = None,
) -> dict[str, JSONValue]:
    """Every field of `FactKind.PARTICIPATION`; `title` and `organization` as stated. Without a name it is a body's."""
    return {
        "name": name,
        "person_key": person_key,
        "title_as_stated": title,
        "organization_as_stated": organization,
        "organization_key": organization_key,
        "party": party,
        "role": role,
        "rank": rank,
        "attendance": attendance,
        "acting_for": acting_for,
    }
