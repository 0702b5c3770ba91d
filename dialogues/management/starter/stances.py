"""What a claim or an account says about the fact, read by hand from its words and from the resolution beside it."""

from __future__ import annotations

import re
from typing import Final

from dialogues.management.starter.entries import AccountEntry, ConflictEntry, DifferenceEntry
from dialogues.models.vocabularies import CitationStance

# The field of the dialogue that a conflict is about; the others are about a fact within it.
CONFLICT_FIELD: Final = {
    "date": "start_date",
    "dates": "start_date",
    "length": "start_date",
    "length of the visit": "start_date",
    "planned place and time": "start_date",
    "weekday": "start_date",
    "number of the meeting": "ordinal",
}

_NAMED_VALUE: Final = re.compile(r"\b(first|second) value\b")

# The claim that the record keeps, where the resolution does not name it as the first or the second value. None: the
# claims do not exclude each other, or nobody has decided.
_KEPT: Final[dict[tuple[str, str], int | None]] = {
    ("cnwg-launch", "length"): 0,
    ("cwg-1", "which days the security dialogue met"): 1,
    ("dsd-2", "planned place and time"): 2,
    ("ewg-1", "date"): 0,
    ("fwg-3", "date"): None,
    ("fwg-4", "date"): 0,
    ("fwg-5", "number of the meeting"): 0,
    ("hljd-prep-2015-11", "length of the visit"): 0,
    ("hljd-1", "dates"): 0,
    ("hljd-2", "length"): 0,
    ("hljd-2", "agenda beyond cyber"): 1,
    ("hljd-3", "how often the dialogue meets"): None,
    ("busan-2025", "weekday"): 1,
    ("meng-visit-2015-09", "Chinese delegation, fourth agency"): None,
    ("lecd-1", "role of the Deputy Secretary of State"): 0,
    ("scd-1", "scholarships"): None,
    ("sed-2", "participants"): None,
    ("sed-5", "US co-chair on the strategic track"): 0,
    ("sed-7", "length"): 0,
    ("seg-1", "effect of the 2015 commitment"): None,
}

_SILENT: Final = CitationStance.SILENT
_STRONGER: Final = CitationStance.STRONGER
_SOFTER: Final = CitationStance.SOFTER

# Accounts that do not mention the point, or put it more strongly or softly than the other. By round and difference,
# then by the account's side; by a source instead where the sources of one account differ.
_READ_BY_HAND: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("hlsd-1", "d1"): {"GB": _SILENT},
    ("ai-1", "d1"): {"CN": _SILENT},
    ("ai-1", "d2"): {"US": _SILENT},
    ("ai-1", "d3"): {"US": _SILENT},
    ("cnwg-launch", "d2"): {"US": _SILENT},
    ("cnwg-som-1", "d2"): {"US": _SILENT},
    ("dsd-2", "d1"): {"CN": _SILENT},
    ("etcm-london", "d1"): {"CN": _SILENT},
    ("etcm-kl", "d1"): {"US": _STRONGER, "CN": _SOFTER},
    ("etcm-paris", "d1"): {"US": _SILENT},
    ("ewg-1", "d1"): {"US": _SILENT},
    ("ewg-5", "d1"): {"CN": _SILENT},
    ("hljd-1", "d1"): {"US": _SILENT},
    ("hljd-1", "d2"): {"US": _SILENT},
    ("hljd-1", "d3"): {"CN": _SILENT},
    ("hljd-1", "d5"): {"CN": _SILENT},
    ("hljd-2", "d2"): {"CN": _SILENT},
    ("hljd-3", "d1"): {"CN (wire)": _STRONGER, "CN (party newspaper) / US": _SOFTER},
    # The newspaper leaves out what the Chinese list contains.
    ("hljd-3", "d2"): {"pd-r3": _SILENT},
    ("hljd-3", "d4"): {"US": _STRONGER, "CN": _SOFTER},
    ("beijing-2026", "d2"): {"CN": _SILENT},
    ("meng-visit-2015-09", "d3"): {"US": _SILENT},
    ("paris-2015-11-30", "d1"): {"CN": _SILENT},
    ("paris-2015-11-30", "d2"): {"US (White House)": _SILENT},
    ("lecd-1", "d2"): {"US": _SILENT},
    ("lecd-1", "d3"): {"US": _SILENT},
    ("mmca-2024-04", "d1"): {"CN": _SILENT},
    ("mmca-2025-11", "d1"): {"US": _SILENT},
    ("dpct-18", "d2"): {"CN": _SILENT},
    ("scd-1", "d2"): {"US": _SILENT},
    ("sed-5", "d1"): {"CN": _SILENT},
}


def claim_stances(round_id: str, conflict: ConflictEntry) -> list[str]:
    """For each claim: it supports the value that the record keeps, contradicts it, or is context when none is kept."""
    kept = _kept_claim(round_id, conflict)
    if kept is None:
        return [CitationStance.CONTEXT] * len(conflict.claims)
    return [
        CitationStance.SUPPORTS if index == kept else CitationStance.CONTRADICTS
        for index in range(len(conflict.claims))
    ]


def account_stance(round_id: str, difference: DifferenceEntry, account: AccountEntry, source: str) -> str:
    """What an account does with the point of the difference; without a reading by hand it supports what it says."""
    read = _READ_BY_HAND.get((round_id, difference.id), {})
    return read.get(source) or read.get(account.side) or CitationStance.SUPPORTS


def _kept_claim(round_id: str, conflict: ConflictEntry) -> int | None:
    if (round_id, conflict.field) in _KEPT:
        return _KEPT[round_id, conflict.field]
    named = _NAMED_VALUE.search(conflict.resolution)
    if named is None:
        return None
    kept = 0 if named[1] == "first" else 1
    return kept if kept < len(conflict.claims) else None
