"""The starter files' terms, and ours. Where ours is a choice, the reason stands beside it.

A term that becomes a different one is kept beside it in the row's `..._as_stated`, and counted in the report.
"""

from typing import Final

from dialogues.models.vocabularies import (
    Attendance,
    DialogueKind,
    DifferenceKind,
    MechanismLevel,
    MechanismStatus,
    Mode,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    PartyKind,
    Perspective,
    Rank,
    RelationKind,
)

PARTY_KIND: Final[dict[str, str]] = {"state": PartyKind.STATE, "bloc": PartyKind.BLOC}

LEVEL: Final[dict[str, str]] = {
    "head_of_state": MechanismLevel.LEADERS,
    "vice_premier_cabinet": MechanismLevel.DEPUTY_HEAD_OF_GOVERNMENT,
    "national_security_adviser": MechanismLevel.NATIONAL_SECURITY_ADVISER,
    "ministerial": MechanismLevel.MINISTERIAL,
    "vice_minister": MechanismLevel.VICE_MINISTERIAL,
    "senior_official": MechanismLevel.SENIOR_OFFICIAL,
    "special_representatives": MechanismLevel.SPECIAL_REPRESENTATIVE,
    "working_level": MechanismLevel.WORKING,
}

# Read from each series' own status text; one that only counts past meetings does not say how things stand.
MECHANISM_STATUS: Final[dict[str, str]] = {
    "us-cn-cwg": MechanismStatus.SUSPENDED,
    "us-cn-etcm": MechanismStatus.ACTIVE,
    "us-cn-hljd": MechanismStatus.REPLACED,
    "us-cn-leaders-2023": MechanismStatus.ACTIVE,
    "us-cn-milmil": MechanismStatus.ACTIVE,
    "us-cn-sed": MechanismStatus.REPLACED,
    "ca-cn-nsrl": MechanismStatus.UNKNOWN,
    "au-cn-hlsd": MechanismStatus.UNKNOWN,
    "cn-eu-cyber-taskforce": MechanismStatus.UNKNOWN,
    "cn-gb-hlsd": MechanismStatus.UNKNOWN,
    "us-cn-ai": MechanismStatus.UNKNOWN,
    "us-cn-ced": MechanismStatus.UNKNOWN,
    "us-cn-cnwg": MechanismStatus.UNKNOWN,
    "us-cn-dsd": MechanismStatus.UNKNOWN,
    "us-cn-ewg": MechanismStatus.UNKNOWN,
    "us-cn-fwg": MechanismStatus.UNKNOWN,
    "us-cn-leaders-cyber": MechanismStatus.UNKNOWN,
    "us-cn-lecd": MechanismStatus.UNKNOWN,
    "us-cn-scd": MechanismStatus.UNKNOWN,
    "us-cn-seg": MechanismStatus.UNKNOWN,
    "us-in-cyber": MechanismStatus.UNKNOWN,
    "us-jp-cyber": MechanismStatus.UNKNOWN,
    "us-ru-ict": MechanismStatus.UNKNOWN,
}

DIALOGUE_KIND: Final[dict[str, str]] = {
    "round": DialogueKind.ROUND,
    "preparatory": DialogueKind.PREPARATORY,
    "summit": DialogueKind.SUMMIT,
    "envoy_visit": DialogueKind.VISIT,
    # Directors between two rounds, and the technical talks of two centres: officials who work out details.
    "intersessional": DialogueKind.EXPERT_GROUP,
    "working_meeting": DialogueKind.EXPERT_GROUP,
}

MODE: Final[dict[str, str]] = {
    "in_person": Mode.IN_PERSON,
    "video": Mode.VIDEO,
    "phone": Mode.PHONE,
    "hybrid": Mode.HYBRID,
}

# Where a city should stand, the files name the medium of a meeting that had none.
NOT_A_CITY: Final = ("(video link)", "(video conference)")

ROLE: Final[dict[str, str]] = {
    "co_chair": ParticipationRole.CO_CHAIR,
    "head_of_delegation": ParticipationRole.HEAD_OF_DELEGATION,
    "principal": ParticipationRole.HEAD_OF_DELEGATION,
    "host": ParticipationRole.HOST,
    "co_host": ParticipationRole.HOST,
    "acting_head": ParticipationRole.ACTING_CHAIR,
    "stand_in": ParticipationRole.ACTING_CHAIR,
    # The place at the table was theirs; that they did not come stands in the attendance.
    "absent_scheduled_co_chair": ParticipationRole.CO_CHAIR,
    "counterpart": ParticipationRole.INTERLOCUTOR,
    "met_delegation": ParticipationRole.INTERLOCUTOR,
    "attendee": ParticipationRole.MEMBER,
    "briefer": ParticipationRole.MEMBER,
    "speaker": ParticipationRole.MEMBER,
    "opening_speaker": ParticipationRole.MEMBER,
}

ATTENDANCE: Final[dict[str, str]] = {"absent_scheduled_co_chair": Attendance.ABSENT}

RANK: Final[dict[str, str]] = {
    "head_of_state": Rank.HEAD_OF_STATE,
    "vice_premier": Rank.DEPUTY_HEAD_OF_GOVERNMENT,
    "state_councilor": Rank.DEPUTY_HEAD_OF_GOVERNMENT,
    # Chinese protocol ranks members of the Politburo with vice-premiers and state councillors, or above them.
    "politburo": Rank.DEPUTY_HEAD_OF_GOVERNMENT,
    "cabinet": Rank.MINISTER,
    "acting_cabinet": Rank.MINISTER,
    "deputy_cabinet": Rank.VICE_MINISTER,
    "vice_minister": Rank.VICE_MINISTER,
    "under_secretary": Rank.VICE_MINISTER,
    "agency_head": Rank.VICE_MINISTER,
    # Of Canada, the United Kingdom and India: permanent or deputy secretaries by grade.
    "national_security_adviser": Rank.VICE_MINISTER,
    "deputy_adviser": Rank.VICE_MINISTER,
    "assistant_secretary": Rank.DIRECTOR_GENERAL,
    "director_general": Rank.DIRECTOR_GENERAL,
    "joint_secretary": Rank.DIRECTOR_GENERAL,
    "deputy_assistant": Rank.DIRECTOR,
    "deputy_director_general": Rank.DIRECTOR,
    "ambassador": Rank.AMBASSADOR,
    # Neither says where on the civil ladder.
    "general": Rank.UNKNOWN,
    "senior_official": Rank.UNKNOWN,
}

QUALIFIER: Final[dict[str, str]] = {"exact": "", "more_than": "more than ", "about": "about "}

OUTCOME_KIND: Final[dict[str, str]] = {
    "commitment": OutcomeKind.NORM,
    "document": OutcomeKind.INSTRUMENT,
    "framework": OutcomeKind.INSTRUMENT,
    "mechanism": OutcomeKind.CHANNEL,
    "working_group": OutcomeKind.CHANNEL,
    "hotline": OutcomeKind.CHANNEL,
    "exercise": OutcomeKind.JOINT_ACTIVITY,
    "seminar": OutcomeKind.JOINT_ACTIVITY,
    "exchange": OutcomeKind.JOINT_ACTIVITY,
    "information_sharing": OutcomeKind.INFORMATION_SHARING,
    "case_cooperation": OutcomeKind.CASE_COOPERATION,
    "training": OutcomeKind.CAPACITY_BUILDING,
    "meeting_schedule": OutcomeKind.NEXT_MEETING,
    "process": OutcomeKind.PROCEDURE,
    "policy_measure": OutcomeKind.MEASURE,
    "tariff": OutcomeKind.MEASURE,
    "purchase": OutcomeKind.MEASURE,
    "statement": OutcomeKind.STATEMENT,
    # A consensus that was announced without a text.
    "understanding": OutcomeKind.STATEMENT,
    "count": OutcomeKind.TALLY,
}

_SAME_STATES: Final[dict[str, str]] = {
    state.value: state.value
    for state in OutcomeState
    if state not in (OutcomeState.NOT_ASSESSED, OutcomeState.NO_EVIDENCE)
}

OUTCOME_STATE: Final[dict[str, str]] = _SAME_STATES | {
    # What was hoped for and not agreed yet has not begun.
    "proposed": OutcomeState.NOT_STARTED,
    "pending_approval": OutcomeState.ANNOUNCED,
    # It was put forward, and the meeting ended without it.
    "not_adopted": OutcomeState.LAPSED,
    "used": OutcomeState.IN_PROGRESS,
}

MILESTONE_STATE: Final[dict[str, str]] = _SAME_STATES | {
    "confirmed": OutcomeState.AGREED,
    "reported_to_leaders": OutcomeState.IN_PROGRESS,
    # Both are meetings that took place afterwards.
    "follow_up": OutcomeState.HELD,
}

PERSPECTIVE: Final[dict[str, str]] = {
    "us_government": Perspective.OFFICIAL,
    "cn_government": Perspective.OFFICIAL,
    "other_government": Perspective.OFFICIAL,
    "cn_state_media": Perspective.STATE_MEDIA,
    "us_media": Perspective.INDEPENDENT_MEDIA,
    "cn_media_other": Perspective.INDEPENDENT_MEDIA,
    "third_country_media": Perspective.INDEPENDENT_MEDIA,
    # Neither reports for itself: one studies, the other digests.
    "think_tank": Perspective.THIRD_PARTY,
    "aggregator": Perspective.THIRD_PARTY,
}

DIFFERENCE_KIND: Final[dict[str, str]] = {kind.value: kind.value for kind in DifferenceKind}

# Our kind of relation, and whether it runs from the other series to this one.
LINEAGE: Final[dict[str, tuple[str, bool]]] = {
    "created_by": (RelationKind.ESTABLISHES, True),
    "led_to": (RelationKind.ESTABLISHES, False),
    # Talks that had been broken off are taken up again: the leaders affirm them anew.
    "restored_by": (RelationKind.REAFFIRMS, True),
    "succeeded_by": (RelationKind.REPLACES, True),
    "replaces_in_part": (RelationKind.REPLACES, False),
    "merges": (RelationKind.REPLACES, False),
    "continued_in": (RelationKind.CONTINUES, True),
    "continues": (RelationKind.CONTINUES, False),
    "follows": (RelationKind.FOLLOWS_UP, False),
    "fed_into": (RelationKind.PREPARES, False),
    "fed_by": (RelationKind.PREPARES, True),
    "sub_mechanism_of": (RelationKind.PART_OF, False),
    "contains": (RelationKind.PART_OF, True),
    "sibling": (RelationKind.SIBLING_OF, False),
}

# "Led to" said of talks that the same meeting did not create but restored, as the other series says itself.
LED_TO_A_RESTORATION: Final = frozenset({("us-cn-leaders-2023", "us-cn-milmil")})

# A relation that runs from a series that the record does not hold is told from this side: our kind, and its words.
RELATION_TO_UNKNOWN: Final[dict[str, str]] = {
    # What a text set up carries out that text.
    "created_by": RelationKind.IMPLEMENTS,
    # The containing dialogue set up the one that it contains.
    "contains": RelationKind.ESTABLISHES,
}

UNKNOWN_SERIES: Final[dict[str, str]] = {
    "cn-gb-leaders": "China-UK leaders' meetings (joint declaration of October 2015)",
    "us-cn-cpe": "US-China High-Level Consultation on People-to-People Exchange",
    "us-cn-senior-dialogue": "US-China strategic (senior) dialogue",
    "us-cn-strategic-economic-dialogue-2006": "US-China Strategic Economic Dialogue (Paulson and Wu Yi)",
    "us-cn-ssd": "US-China Strategic Security Dialogue (from 2011)",
}
