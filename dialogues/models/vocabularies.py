"""The controlled terms. Their definitions and examples stand in `dialogues/data/vocabularies.yaml`.

Sources: Popolo (posts, memberships, events), PA-X and the Peace Accords Matrix (implementation), OGP (commitments),
the Wikidata reference model (ranks). A test holds this module and the file together, term by term.
"""

from django.db.models import TextChoices


class Publication(TextChoices):
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class PartyKind(TextChoices):
    STATE = "state", "state"
    BLOC = "bloc", "bloc"


class MechanismLevel(TextChoices):
    LEADERS = "leaders", "leaders"
    DEPUTY_HEAD_OF_GOVERNMENT = "deputy_head_of_government", "deputy head of government"
    NATIONAL_SECURITY_ADVISER = "national_security_adviser", "national security adviser"
    MINISTERIAL = "ministerial", "ministerial"
    VICE_MINISTERIAL = "vice_ministerial", "vice-ministerial"
    SENIOR_OFFICIAL = "senior_official", "senior official"
    SPECIAL_REPRESENTATIVE = "special_representative", "special representative"
    WORKING = "working", "working level"
    UNKNOWN = "unknown", "unknown"


class MechanismStatus(TextChoices):
    ACTIVE = "active", "active"
    SUSPENDED = "suspended", "suspended"
    REPLACED = "replaced", "replaced"
    CONCLUDED = "concluded", "concluded"
    UNKNOWN = "unknown", "unknown"


class DialogueKind(TextChoices):
    ROUND = "round", "round"
    PREPARATORY = "preparatory", "preparatory meeting"
    SIDELINE = "sideline", "meeting on the margins"
    SUMMIT = "summit", "summit"
    VISIT = "visit", "visit"
    CALL = "call", "call"
    EXPERT_GROUP = "expert_group", "expert group"
    EXERCISE = "exercise", "exercise"
    HOTLINE_TEST = "hotline_test", "hotline test"


class DialogueStatus(TextChoices):
    ANNOUNCED = "announced", "announced"
    CONFIRMED = "confirmed", "confirmed"
    HELD = "held", "held"
    POSTPONED = "postponed", "postponed"
    CANCELLED = "cancelled", "cancelled"


class Mode(TextChoices):
    IN_PERSON = "in_person", "in person"
    VIDEO = "video", "by video"
    PHONE = "phone", "by phone"
    HYBRID = "hybrid", "partly by video"
    UNKNOWN = "unknown", "unknown"


class ParticipationRole(TextChoices):
    CO_CHAIR = "co_chair", "co-chair"
    CHAIR = "chair", "chair"
    ACTING_CHAIR = "acting_chair", "acting chair"
    HEAD_OF_DELEGATION = "head_of_delegation", "head of delegation"
    MEMBER = "member", "member"
    PARTICIPATING_BODY = "participating_body", "participating body"
    HOST = "host", "host"
    OBSERVER = "observer", "observer"
    INTERLOCUTOR = "interlocutor", "interlocutor"
    SIGNATORY = "signatory", "signatory"
    WITNESS = "witness", "witness"
    THIRD_PARTY = "third_party", "third party"


class Rank(TextChoices):
    HEAD_OF_STATE = "head_of_state", "head of state"
    HEAD_OF_GOVERNMENT = "head_of_government", "head of government"
    DEPUTY_HEAD_OF_GOVERNMENT = "deputy_head_of_government", "deputy head of government or state councillor"
    MINISTER = "minister", "minister"
    VICE_MINISTER = "vice_minister", "vice-minister"
    DIRECTOR_GENERAL = "director_general", "director-general or assistant secretary"
    DIRECTOR = "director", "director"
    AMBASSADOR = "ambassador", "ambassador"
    EXPERT = "expert", "expert"
    UNKNOWN = "unknown", "unknown"


class Attendance(TextChoices):
    ATTENDED = "attended", "attended"
    ABSENT = "absent", "absent"
    REMOTE = "remote", "took part from afar"
    PARTLY = "partly", "attended in part"
    UNKNOWN = "unknown", "unknown"


class CountUnit(TextChoices):
    PEOPLE = "people", "people"
    BODIES = "bodies", "bodies"


class OutcomeKind(TextChoices):
    NORM = "norm", "norm or restraint"
    INSTRUMENT = "instrument", "instrument"
    CHANNEL = "channel", "channel"
    JOINT_ACTIVITY = "joint_activity", "joint activity"
    INFORMATION_SHARING = "information_sharing", "information sharing"
    CASE_COOPERATION = "case_cooperation", "case cooperation"
    CAPACITY_BUILDING = "capacity_building", "capacity building"
    NEXT_MEETING = "next_meeting", "next meeting"
    REAFFIRMATION = "reaffirmation", "reaffirmation"
    RECORDED_DISAGREEMENT = "recorded_disagreement", "recorded disagreement"
    # The last four hold what the starter record has and the terms above do not cover.
    PROCEDURE = "procedure", "procedure"
    MEASURE = "measure", "measure"
    STATEMENT = "statement", "statement"
    TALLY = "tally", "tally of outcomes"


class OutcomeBasis(TextChoices):
    JOINT_TEXT = "joint_text", "joint text"
    PARALLEL_TEXTS = "parallel_texts", "parallel texts"
    ONE_SIDE = "one_side", "one side only"
    MEDIA_ATTRIBUTED = "media_attributed", "media-attributed"
    UNKNOWN = "unknown", "unknown"


class Side(TextChoices):
    """Which of a dialogue's two sides, in their stored order."""

    BOTH = "both", "both sides"
    A = "a", "side A"
    B = "b", "side B"
    UNKNOWN = "unknown", "not stated"


class OutcomeState(TextChoices):
    AGREED = "agreed", "agreed"
    ANNOUNCED = "announced", "announced"
    NOT_ASSESSED = "not_assessed", "not assessed"
    NO_EVIDENCE = "no_evidence", "no evidence"
    NOT_STARTED = "not_started", "not started"
    IN_PROGRESS = "in_progress", "in progress"
    HELD = "held", "held"
    LAUNCHED = "launched", "launched"
    COMPLETED = "completed", "completed"
    EXTENDED = "extended", "extended"
    REAFFIRMED = "reaffirmed", "reaffirmed"
    RESCOPED = "rescoped", "rescoped"
    DELAYED = "delayed", "delayed"
    SUSPENDED = "suspended", "suspended"
    SUPERSEDED = "superseded", "superseded"
    LAPSED = "lapsed", "lapsed"
    REVERSED = "reversed", "reversed"
    DISPUTED = "disputed", "disputed"
    NOT_CONFIRMED = "not_confirmed", "not confirmed"


class Confidence(TextChoices):
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"


class RelationKind(TextChoices):
    ESTABLISHES = "establishes", "establishes"
    IMPLEMENTS = "implements", "implements"
    ELABORATES = "elaborates", "elaborates"
    REAFFIRMS = "reaffirms", "reaffirms"
    FULFILS = "fulfils", "fulfils"
    CONTINUES = "continues", "continues"
    FOLLOWS_UP = "follows_up", "follows up"
    PREPARES = "prepares", "prepares"
    HELD_ON_THE_MARGINS_OF = "held_on_the_margins_of", "held on the margins of"
    REPLACES = "replaces", "replaces"
    # The last two hold lineage of the starter record that the terms above do not cover.
    PART_OF = "part_of", "part of"
    SIBLING_OF = "sibling_of", "launched together with"


class PositionStance(TextChoices):
    ASSERTS = "asserts", "asserts"
    ACCUSES = "accuses", "accuses"
    REJECTS = "rejects", "rejects"
    URGES = "urges", "urges"
    PROPOSES = "proposes", "proposes"
    COMMITS = "commits", "commits"
    WELCOMES = "welcomes", "welcomes"
    RESERVES = "reserves", "reserves"


class Perspective(TextChoices):
    OFFICIAL = "official", "official"
    STATE_MEDIA = "state_media", "state media"
    INDEPENDENT_MEDIA = "independent_media", "independent media"
    THIRD_PARTY = "third_party", "third party"


class ArticleKind(TextChoices):
    JOINT_STATEMENT = "joint_statement", "joint statement"
    READOUT = "readout", "readout"
    FACT_SHEET = "fact_sheet", "fact sheet"
    PRESS_RELEASE = "press_release", "press release"
    NEWS = "news", "news report"
    EDITORIAL = "editorial", "editorial"
    TRANSCRIPT = "transcript", "transcript"
    ANALYSIS = "analysis", "analysis"
    UNKNOWN = "unknown", "unknown"


class CitationStance(TextChoices):
    SUPPORTS = "supports", "supports"
    CONTRADICTS = "contradicts", "contradicts"
    SOFTER = "softer", "puts it more softly"
    STRONGER = "stronger", "puts it more strongly"
    SILENT = "silent", "does not mention it"
    CONTEXT = "context", "context"


class DifferenceKind(TextChoices):
    OMISSION = "omission", "omission"
    CONTRADICTION = "contradiction", "contradiction"
    EMPHASIS = "emphasis", "emphasis"
    TERMINOLOGY = "terminology", "terminology"
    ROLE = "role", "role"
    DATE = "date", "date"
    FORMAT = "format", "format"
    WORDING = "wording", "wording"
    MODALITY = "modality", "modality"
    DETAIL = "detail", "detail"
    TRANSCRIPT = "transcript", "transcript"


class ArticleOrigin(TextChoices):
    URL = "url", "address"
    UPLOAD = "upload", "upload"
    PASTE = "paste", "pasted text"
    FEED = "feed", "feed"
    STARTER = "starter", "starter record"
    ARCHIVE = "archive", "archive"


class FeedKind(TextChoices):
    RSS = "rss", "RSS"
    ATOM = "atom", "Atom"
    JSON_FEED = "json_feed", "JSON Feed"
    NEWS_SITEMAP = "news_sitemap", "news sitemap"
    SITEMAP = "sitemap", "sitemap"
    SITEMAP_INDEX = "sitemap_index", "index of sitemaps"


class ArticleStage(TextChoices):
    """How far an article has come: the last stage that is done, or why it ended before the last."""

    ADDED = "added", "added"
    FETCHED = "fetched", "fetched"
    READ = "read", "read"
    COMPARED = "compared", "compared with the articles held"
    EXTRACTED = "extracted", "facts extracted"
    READY = "ready", "ready for review"
    NOTHING_FOUND = "nothing_found", "read, no dialogue found"
    DUPLICATE = "duplicate", "copy of an article already held"
    FAILED = "failed", "failed"


class Relevance(TextChoices):
    REPORTS = "reports", "reports a dialogue"
    ANNOUNCES = "announces", "announces a dialogue"
    MENTIONS = "mentions", "mentions a dialogue"
    NONE = "none", "no dialogue found"


class SuggestionKind(TextChoices):
    DIALOGUE = "dialogue", "dialogue"
    PARTICIPATION = "participation", "participant"
    DELEGATION_COUNT = "delegation_count", "head count"
    OUTCOME = "outcome", "outcome"
    RELATION = "relation", "lineage"
    POSITION = "position", "position"
    STATUS = "status", "status of an outcome"
    DIFFERENCE = "difference", "difference between accounts"


class Decision(TextChoices):
    PENDING = "pending", "waits for a decision"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class RejectionReason(TextChoices):
    """In the order of the keys 1 to 5 of the review queue."""

    NOT_IN_THE_TEXT = "not_in_the_text", "the text does not say this"
    WRONG_VALUE = "wrong_value", "a value is wrong"
    OTHER_EVENT = "other_event", "belongs to another event"
    ALREADY_RECORDED = "already_recorded", "already in the record"
    NOT_RELEVANT = "not_relevant", "true, but not for this record"


class NothingFoundVerdict(TextChoices):
    """What a person says of an article in which the extractor found nothing."""

    RIGHTLY = "rightly", "rightly nothing"
    MISSING = "missing", "something is missing"


class DoubleCodingState(TextChoices):
    OPEN = "open", "being coded or compared"
    ADJUDICATED = "adjudicated", "adjudicated"
    CALLED_OFF = "called_off", "called off"


class CodingState(TextChoices):
    OPEN = "open", "open"
    DONE = "done", "done"


class Verdict(TextChoices):
    """What a coder would do with a suggestion."""

    ACCEPT = "accept", "accept"
    REJECT = "reject", "reject"


class AdjudicationChoice(TextChoices):
    FIRST = "first", "as coder A"
    SECOND = "second", "as coder B"
    EDITED = "edited", "edited"
    REJECTED = "rejected", "rejected"


class JobKind(TextChoices):
    """The stages of ingestion, in their order."""

    FETCH = "fetch", "fetch"
    READ = "read", "read"
    READ_LONG = "read_long", "read with more time"
    DEDUPE = "dedupe", "compare with the articles held"
    EXTRACT = "extract", "extract facts"
    EXTRACT_LONG = "extract_long", "extract facts with a language model"
    SUGGEST = "suggest", "make suggestions"


class JobState(TextChoices):
    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "ended with a reason"
    QUARANTINED = "quarantined", "quarantined"
    CANCELLED = "cancelled", "cancelled"
