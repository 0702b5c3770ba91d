"""One row of each list of the admin, with a parent of its own for everything that the list shows of it."""

import itertools
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.db.models import Model
from django.utils import timezone

from dialogues.models import (
    ApiToken,
    Article,
    Citation,
    Conflict,
    Dialogue,
    Difference,
    DoubleCoding,
    Feed,
    Host,
    Job,
    Mechanism,
    Merge,
    Milestone,
    Organization,
    Outcome,
    Party,
    Person,
    Position,
    Publisher,
    Relation,
    RobotsFile,
    Snapshot,
    Tenure,
    Topic,
    User,
)
from dialogues.models.vocabularies import DifferenceKind, JobKind, OutcomeState, PositionStance, RelationKind
from tests import factories

_numbers = itertools.count(1)


def name(of: str) -> str:
    """A name that no other row has."""
    return f"{of} {next(_numbers)}"


def mechanism() -> Mechanism:
    return factories.mechanism(name("Mechanism"))


def dialogue() -> Dialogue:
    made = factories.dialogue(name("Round"), mechanism=mechanism(), ordinal=1)
    factories.participation(made, person=factories.person(name("Chair")))
    factories.outcome(made)
    factories.citation(factories.snapshot(), "agreed", dialogue=made)
    return made


def outcome() -> Outcome:
    made = factories.outcome(factories.dialogue(name("Round"), mechanism=mechanism()), deadline="2016-06")
    factories.status(made, OutcomeState.COMPLETED)
    factories.citation(factories.snapshot(), "agreed", outcome=made)
    return made


def organization() -> Organization:
    ministry = Organization.objects.create(name=name("Ministry"), party=party())
    return Organization.objects.create(name=name("Bureau"), parent=ministry, party=party())


def tenure() -> Tenure:
    person = factories.person(name("Minister"), party=party())
    return Tenure.objects.create(person=person, title="Minister", organization=organization(), start_date="2012-12")


def topic() -> Topic:
    return Topic.objects.create(name=name("Topic"), parent=Topic.objects.create(name=name("Main topic")))


def party() -> Party:
    number = next(_numbers)
    code = "".join(chr(ord("A") + number // 26**place % 26) for place in (2, 1, 0))
    return Party.objects.create(code=f"X{code}", name=f"Party {number}")


def user() -> User:
    return User.objects.create(username=name("user"), is_staff=True)


def article() -> Article:
    made = factories.article(publisher=factories.publisher(name("Paper"), party=party()), published_on="2015-12-02")
    factories.snapshot(article=made)
    return made


def position() -> Position:
    return Position.objects.create(
        dialogue=factories.dialogue(name("Round")),
        party=factories.party("CN"),
        speaker=factories.person(name("Speaker")),
        topic=topic(),
        stance=PositionStance.ASSERTS,
        statement="It was said.",
    )


def relation() -> Relation:
    of, to = factories.dialogue(name("Round")), factories.dialogue(name("Round"))
    return Relation.objects.create(kind=RelationKind.FULFILS, from_outcome=factories.outcome(of), to_dialogue=to)


def conflict() -> Conflict:
    return Conflict.objects.create(
        dialogue=factories.dialogue(name("Round")), field_as_stated="the day", decided_by=user()
    )


def difference() -> Difference:
    return Difference.objects.create(
        dialogue=factories.dialogue(name("Round")),
        kind=DifferenceKind.DATE,
        subject="the day",
        aligned_by=user(),
        aligned_on=timezone.now().date(),
    )


def milestone() -> Milestone:
    return Milestone.objects.create(
        dialogue=factories.dialogue(name("Round")), state=OutcomeState.SUSPENDED, description="It was suspended."
    )


def merge() -> Merge:
    loser, winner = name("loser"), name("winner")
    return Merge.objects.create(record_type="person", loser=loser, winner=winner, reason="the same", merged_by=user())


def citation() -> Citation:
    return factories.citation(factories.snapshot(article=article()), "agreed", dialogue=dialogue())


def feed() -> Feed:
    number = next(_numbers)
    publisher = factories.publisher(name("Paper"), party=party())
    return Feed.objects.create(name=f"Feed {number}", url=f"https://paper{number}.example/feed", publisher=publisher)


def host() -> Host:
    made = Host.objects.create(name=f"paper{next(_numbers)}.example")
    for scheme in ("http", "https"):
        RobotsFile.objects.keep(origin=f"{scheme}://{made}", host=made.name, text="", status=404, delay=None)
    return made


def job() -> Job:
    return Job.objects.create(kind=JobKind.READ, article=article(), dedupe_key=name("read"))


def double_coding() -> DoubleCoding:
    made = factories.double_coding(article(), (user(), user()))
    DoubleCoding.objects.filter(pk=made.pk).update(assigned_by=user())
    return made


def access_attempt() -> AccessAttempt:
    return AccessAttempt.objects.create(username=name("somebody"), ip_address="192.0.2.1", failures_since_start=1)


def authenticator() -> Authenticator:
    return Authenticator.objects.create(user=user(), type=Authenticator.Type.TOTP, data={})


def social_account() -> SocialAccount:
    return SocialAccount.objects.create(user=user(), provider="organization", uid=name("uid"))


MAKE: dict[type[Model], Callable[[], Any]] = {
    AccessAttempt: access_attempt,
    ApiToken: lambda: ApiToken.issue(user=user(), name="mirror"),
    Article: article,
    Authenticator: authenticator,
    Citation: citation,
    Conflict: conflict,
    Dialogue: dialogue,
    Difference: difference,
    DoubleCoding: double_coding,
    Feed: feed,
    Host: host,
    Job: job,
    Mechanism: mechanism,
    Merge: merge,
    Milestone: milestone,
    Organization: organization,
    Outcome: outcome,
    Party: party,
    Person: tenure,
    Position: position,
    Publisher: lambda: factories.publisher(name("Paper"), party=party()),
    Relation: relation,
    SocialAccount: social_account,
    Snapshot: lambda: factories.snapshot(article=factories.article(name("Report"))),
    Tenure: tenure,
    Topic: topic,
    User: user,
}


def make_rows(model: type[Model], number: int) -> None:
    """Until the list of this model has at least so many rows."""
    assert model in MAKE, f"say in tests/admin/rows_of_lists.py how to make a row for the list of {model.__name__}"
    while model._default_manager.count() < number:
        MAKE[model]()
