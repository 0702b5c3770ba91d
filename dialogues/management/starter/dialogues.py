"""Meetings: the dialogues with their topics, and head counts without names."""

from __future__ import annotations

from itertools import chain
from typing import Final

from dialogues.management.starter import terms
from dialogues.management.starter.entries import HeadCountEntry, RoundEntry
from dialogues.management.starter.mechanisms import as_stated
from dialogues.management.starter.shelves import Shelves
from dialogues.management.starter.titles import dialogue_title
from dialogues.models import Dialogue
from dialogues.models.vocabularies import CountUnit, DialogueStatus, Publication, Rank

# A meeting that was a different day for each side: its date is that of this zone.
_TIME_ZONES: Final = {"ewg-1": "Asia/Shanghai"}
_BODIES: Final = ("departments", "agencies")


def load_topics(shelves: Shelves) -> None:
    topics = dict.fromkeys(chain.from_iterable(meeting.topics for _, meeting in shelves.record.rounds()))
    for topic in topics:
        shelves.topics.put(topic, name=topic)
    shelves.topics.store()
    shelves.report.entry("topics", len(topics), "Topic")


def load_dialogues(shelves: Shelves) -> None:
    rounds = list(shelves.record.rounds())
    for series, meeting in rounds:
        side_a, side_b = sorted(series.sides)
        kind = shelves.report.translate("kind of dialogue", meeting.kind, terms.DIALOGUE_KIND)
        shelves.dialogues.put(
            meeting.id,
            mechanism=shelves.mechanisms[series.id],
            side_a_id=side_a,
            side_b_id=side_b,
            title=dialogue_title(series, meeting),
            kind=kind,
            kind_as_stated=as_stated(meeting.kind, kind),
            ordinal=meeting.number,
            start_date=meeting.start,
            end_date=meeting.end,
            time_zone=_TIME_ZONES.get(meeting.id, ""),
            city=_city(meeting, shelves),
            country=meeting.country,
            venue=meeting.venue,
            mode=shelves.report.translate("mode", meeting.mode, terms.MODE),
            status=DialogueStatus.HELD,
            note=shelves.remark(meeting.note, meeting.support),
            publication=Publication.PUBLISHED,
        )
    shelves.dialogues.store()
    _attach_topics(shelves)
    for _, meeting in rounds:
        shelves.cite_support("dialogue", meeting.id, shelves.dialogues[meeting.id], meeting.support)
    shelves.report.entry("rounds", len(rounds), "Dialogue (held)")


def _city(meeting: RoundEntry, shelves: Shelves) -> str:
    if meeting.city not in terms.NOT_A_CITY:
        return meeting.city
    shelves.report.remarks.append(f"{meeting.id}: {meeting.city} is no city; the mode says it.")
    return ""


def _attach_topics(shelves: Shelves) -> None:
    """Only to dialogues made now: the topics of the others are what staff left there."""
    through = Dialogue.topics.through
    through.objects.bulk_create(
        through(dialogue_id=shelves.dialogues[meeting.id].pk, topic_id=shelves.topics[topic].pk)
        for _, meeting in shelves.record.rounds()
        if meeting.id in shelves.dialogues.made
        for topic in dict.fromkeys(meeting.topics)
    )


def load_head_counts(shelves: Shelves) -> None:
    counts = {
        f"{meeting.id}/{number}": (meeting, count)
        for _, meeting in shelves.record.rounds()
        for number, count in enumerate(meeting.head_counts, 1)
    }
    for key, (meeting, count) in counts.items():
        shelves.counts.put(
            key,
            dialogue=shelves.dialogues[meeting.id],
            party_id=None if count.side == "both" else count.side,
            rank=Rank.MINISTER if "cabinet" in count.what else Rank.UNKNOWN,
            rank_as_stated="cabinet" if "cabinet" in count.what else "",
            unit=CountUnit.BODIES if any(word in count.what for word in _BODIES) else CountUnit.PEOPLE,
            low=count.count if count.qualifier in ("exact", "more_than") else None,
            best=count.count if count.qualifier in ("exact", "about") else None,
            high=count.count if count.qualifier == "exact" else None,
            wording=_wording(count),
        )
    shelves.counts.store()
    for key, (_, count) in counts.items():
        shelves.cite_support("delegation_count", key, shelves.counts[key], count.support)
    shelves.report.entry("head counts", len(counts), "DelegationCount")


def _wording(count: HeadCountEntry) -> str:
    """E.g. "Chinese officials in the delegation: more than 100"."""
    what, comma, nearly = count.what.rpartition(", nearly")
    if comma and not nearly:
        return f"{what}: nearly {count.count}"
    return f"{count.what}: {terms.QUALIFIER[count.qualifier]}{count.count}"
