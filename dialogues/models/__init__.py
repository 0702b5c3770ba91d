"""What exists: one model a file, and the vocabularies. Reads over several models live in `dialogues/queries`."""

from dialogues.models.adjudication import Adjudication
from dialogues.models.api_token import ApiToken
from dialogues.models.archive import Archive, ArchiveEntry
from dialogues.models.article import Article
from dialogues.models.citation import Citation
from dialogues.models.coding import Coding
from dialogues.models.conflict import Conflict
from dialogues.models.delegation_count import DelegationCount
from dialogues.models.dialogue import Dialogue
from dialogues.models.difference import Difference
from dialogues.models.double_coding import DoubleCoding
from dialogues.models.extraction import Extraction
from dialogues.models.feed import Feed
from dialogues.models.feed_entry import FeedEntry
from dialogues.models.host import Host
from dialogues.models.import_file import ImportFile
from dialogues.models.job import Job
from dialogues.models.judgement import Judgement
from dialogues.models.language_model_day import LanguageModelDay
from dialogues.models.lasting import keep_public_ids
from dialogues.models.links import DialogueTopic, OutcomeTopic, ParticipationTenure
from dialogues.models.mechanism import Mechanism
from dialogues.models.merge import Merge
from dialogues.models.milestone import Milestone
from dialogues.models.missing_fact import MissingFact
from dialogues.models.nothing_found import NothingFound
from dialogues.models.organization import Organization
from dialogues.models.outcome import Outcome
from dialogues.models.outcome_status import OutcomeStatus
from dialogues.models.participation import Participation
from dialogues.models.party import Party
from dialogues.models.periodic_work import PeriodicWork
from dialogues.models.person import Person
from dialogues.models.position import Position
from dialogues.models.publisher import Publisher
from dialogues.models.relation import Relation
from dialogues.models.robots_file import RobotsFile
from dialogues.models.snapshot import Snapshot
from dialogues.models.suggestion import Suggestion
from dialogues.models.tenure import Tenure
from dialogues.models.text_fingerprint import TextFingerprint
from dialogues.models.topic import Topic
from dialogues.models.user import User

__all__ = [
    "Adjudication",
    "ApiToken",
    "Archive",
    "ArchiveEntry",
    "Article",
    "Citation",
    "Coding",
    "Conflict",
    "DelegationCount",
    "Dialogue",
    "DialogueTopic",
    "Difference",
    "DoubleCoding",
    "Extraction",
    "Feed",
    "FeedEntry",
    "Host",
    "ImportFile",
    "Job",
    "Judgement",
    "LanguageModelDay",
    "Mechanism",
    "Merge",
    "Milestone",
    "MissingFact",
    "NothingFound",
    "Organization",
    "Outcome",
    "OutcomeStatus",
    "OutcomeTopic",
    "Participation",
    "ParticipationTenure",
    "Party",
    "PeriodicWork",
    "Person",
    "Position",
    "Publisher",
    "Relation",
    "RobotsFile",
    "Snapshot",
    "Suggestion",
    "Tenure",
    "TextFingerprint",
    "Topic",
    "User",
]

keep_public_ids(
    [
        *(Article, Citation, Conflict, DelegationCount, Dialogue, Difference, Feed, Mechanism, Merge, Milestone),
        *(
            Organization,
            Outcome,
            OutcomeStatus,
            Participation,
            Person,
            Position,
            Publisher,
            Relation,
            Snapshot,
            Suggestion,
        ),
        *(Coding, DoubleCoding, Tenure, Topic),
    ]
)
