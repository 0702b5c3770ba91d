"""Objects for tests: each function returns what it says, with the round of December 2015 as its model."""

import hashlib
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone

from dialogues.models import (
    Article,
    Citation,
    Coding,
    Dialogue,
    DoubleCoding,
    Extraction,
    Mechanism,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Person,
    Publisher,
    Snapshot,
    Suggestion,
    User,
)
from dialogues.models.roles import Role
from dialogues.models.vocabularies import (
    ArticleOrigin,
    DialogueKind,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    Perspective,
    Publication,
    Relevance,
    Side,
    SuggestionKind,
)
from dialogues.review.assign_role import assign_role
from dialogues.text.quotes import context_of

NAMES = {"CN": "China", "US": "United States", "IN": "India", "JP": "Japan", "EU": "European Union"}
PASSWORD = "only-for-tests-1234"


def party(code: str = "CN") -> Party:
    return Party.objects.get_or_create(code=code, defaults={"name": NAMES.get(code, code)})[0]


def staff_user(username: str = "editor", **values: Any) -> User:
    user = User(username=username, is_staff=True, is_superuser=True, **values)
    user.set_password(PASSWORD)
    user.save()
    return user


def staff_with(role: Role | None, username: str = "", **values: Any) -> User:
    """A member of staff in this role, with this password; somebody without any, for None."""
    user = User(username=username or (role.value if role is not None else "nobody"), **values)
    user.set_password(PASSWORD)
    user.save()
    return assign_role(user=user, role=role, by=None)


def user_with(username: str, *rights: str, **values: Any) -> User:
    """A member of the staff who may do what the rights say, such as "add_judgement", and nothing else."""
    user = User(username=username, **({"is_staff": True} | values))
    user.set_password(PASSWORD)
    user.save()
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="dialogues", codename__in=rights))
    return user


def mechanism(name: str = "High-Level Joint Dialogue on Cybercrime", **values: Any) -> Mechanism:
    side_a, side_b = party("CN"), party("US")
    defaults: dict[str, Any] = {"side_a": side_a, "side_b": side_b, "publication": Publication.PUBLISHED}
    return Mechanism.objects.create(name=name, **(defaults | values))


def dialogue(title: str = "First round", **values: Any) -> Dialogue:
    """A published round of China and the United States in Washington on 1 December 2015, without a mechanism."""
    defaults: dict[str, Any] = {
        "side_a": party("CN"),
        "side_b": party("US"),
        "kind": DialogueKind.ROUND,
        "start_date": "2015-12-01",
        "end_date": "2015-12-01",
        "city": "Washington",
        "country": "US",
        "publication": Publication.PUBLISHED,
    }
    return Dialogue.objects.create(title=title, **(defaults | values))


def person(name: str = "Guo Shengkun", **values: Any) -> Person:
    defaults: dict[str, Any] = {"party": party("CN"), "publication": Publication.PUBLISHED}
    return Person.objects.create(name=name, **(defaults | values))


def participation(of: Dialogue, **values: Any) -> Participation:
    defaults: dict[str, Any] = {"party": of.side_a, "role": ParticipationRole.CO_CHAIR}
    if not values.keys() & {"person", "name_as_stated", "organization"}:
        defaults["person"] = person()
    return Participation.objects.create(dialogue=of, **(defaults | values))


def outcome(of: Dialogue, title: str = "A hot line is to be set up", **values: Any) -> Outcome:
    defaults: dict[str, Any] = {
        "kind": OutcomeKind.CHANNEL,
        "stated_by": Side.BOTH,
        "publication": Publication.PUBLISHED,
    }
    return Outcome.objects.create(dialogue=of, title=title, **(defaults | values))


def status(of: Outcome, state: OutcomeState = OutcomeState.AGREED, **values: Any) -> OutcomeStatus:
    return OutcomeStatus.objects.create(outcome=of, state=state, **values)


def publisher(name: str = "China Daily", **values: Any) -> Publisher:
    defaults: dict[str, Any] = {"perspective": Perspective.STATE_MEDIA, "party": party("CN"), "language": "en"}
    return Publisher.objects.create(name=name, **(defaults | values))


def article(title: str = "A report", **values: Any) -> Article:
    defaults: dict[str, Any] = {"origin": ArticleOrigin.PASTE, "language": "en"}
    return Article.objects.create(title=title, **(defaults | values))


def snapshot(text: str | None = "The two sides agreed to set up a hot line.", **values: Any) -> Snapshot:
    """What was seen of an article. With `text=None` the source was seen and its text not kept."""
    if "article" not in values:
        values["article"] = article()
    text_hash = "" if text is None else hashlib.sha256(text.encode()).hexdigest()
    return Snapshot.objects.create(text=text, text_sha256=text_hash, fetched_at=timezone.now(), **values)


def citation(of: Snapshot, quote: str, **values: Any) -> Citation:
    """A citation of the first place where the snapshot's text says `quote`."""
    text = of.text or ""
    start = text.index(quote)
    found = context_of(text, start, start + len(quote))
    return Citation.objects.create(
        snapshot=of,
        quote=found.exact,
        start=found.start,
        end=found.end,
        prefix=found.prefix,
        suffix=found.suffix,
        **values,
    )


def suggestion(of: Snapshot, position: int = 0, **values: Any) -> Suggestion:
    """An outcome that the extractor suggests, for the whole of the snapshot's text."""
    extraction = Extraction.objects.get_or_create(
        snapshot=of, extractor_version="1", defaults={"relevance": Relevance.REPORTS, "facts": []}
    )[0]
    text = of.text or ""
    defaults: dict[str, Any] = {
        "kind": SuggestionKind.OUTCOME,
        "payload": {"title": "a hot line", "kind": OutcomeKind.CHANNEL, "stated_by": Side.BOTH},
        "spans": [[0, len(text)]],
        "sentence_start": 0,
        "sentence_end": len(text),
        "confidence": 0.9,
        "rule": "agreed",
        "fingerprint": f"fact {position}",
    }
    places = {"article": of.article, "snapshot": of, "extraction": extraction, "position": position}
    return Suggestion.objects.create(**places, **(defaults | values))


def coder(username: str) -> User:
    """A reviewer: may code, and decide in the review queue."""
    return staff_with(Role.REVIEWER, username)


def double_coding(of: Article, coders: tuple[User, User] | None = None) -> DoubleCoding:
    """Two coders, who have judged nothing yet, for this article."""
    first, second = coders or (coder("first"), coder("second"))
    with transaction.atomic():
        made = DoubleCoding.objects.create(article=of)
        Coding.objects.create(double_coding=made, article=of, coder=first, place=1)
        Coding.objects.create(double_coding=made, article=of, coder=second, place=2)
    return made
