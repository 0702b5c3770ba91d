"""What of an article that has changed is no longer said."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Article, Snapshot
from dialogues.queries.citations import CitedSentence, read_citations
from dialogues.queries.versions import newer_version_of
from tests import factories

pytestmark = pytest.mark.django_db
AGREED = "The two sides agreed to set up a hot line."


def seen(article: Article, text: str, day: int) -> Snapshot:
    snapshot = factories.snapshot(text, article=article)
    Snapshot.objects.filter(pk=snapshot.pk).update(fetched_at=datetime(2026, 3, day, tzinfo=UTC))
    snapshot.refresh_from_db()
    return snapshot


def cited(*texts: str) -> tuple[list[Snapshot], list[bool]]:
    """The article's snapshots, of which the first is cited; and whether the page says that it is no longer said."""
    article, dialogue = factories.article(), factories.dialogue()
    snapshots = [seen(article, text, day) for day, text in enumerate(texts, 1)]
    factories.citation(snapshots[0], AGREED, dialogue=dialogue)
    return snapshots, [one.no_longer_said is not None for one in evidence(dialogue.pk)]


def evidence(dialogue: int) -> list[CitedSentence]:
    return list(read_citations({"dialogue": [dialogue]}).about("dialogue", dialogue).sentences)


@pytest.mark.parametrize(
    ("texts", "gone"),
    [
        ([AGREED], False),
        ([AGREED, f"It was cold. {AGREED}"], False),
        ([AGREED, AGREED.replace(" ", "\n")], False),
        ([AGREED, "They met."], True),
        ([AGREED, "They met.", AGREED], False),
    ],
)
def test_it_is_said_of_a_sentence_that_the_newest_version_does_not_have(texts: list[str], gone: bool) -> None:
    assert cited(*texts)[1] == [gone]


def test_a_version_that_is_held_back_says_nothing_of_that() -> None:
    article, dialogue = factories.article(), factories.dialogue()
    factories.citation(seen(article, AGREED, 1), AGREED, dialogue=dialogue)
    Snapshot.objects.filter(pk=seen(article, "Sign in.", 2).pk).update(held_back_because="The text shrank.")
    assert evidence(dialogue.pk)[0].no_longer_said is None


def test_what_was_seen_later_counts_and_not_what_was_kept_later() -> None:
    article, dialogue = factories.article(), factories.dialogue()
    newest = seen(article, AGREED, 2)
    seen(article, "They met.", 1)
    factories.citation(newest, AGREED, dialogue=dialogue)
    assert evidence(dialogue.pk)[0].no_longer_said is None


def test_a_suggestion_on_the_present_text_has_no_newer_version() -> None:
    snapshot = factories.snapshot(AGREED)
    assert newer_version_of(factories.suggestion(snapshot)) is None


@pytest.mark.parametrize(("text", "still"), [(f"{AGREED} Twice.", True), ("They met.", False)])
def test_a_suggestion_on_an_earlier_text_knows_whether_the_newest_has_its_sentence(text: str, still: bool) -> None:
    article = factories.article()
    first, newest = seen(article, AGREED, 1), seen(article, text, 2)
    found = newer_version_of(factories.suggestion(first))
    assert found is not None
    assert (found.snapshot, found.says_it_still) == (newest, still)


def test_citations_of_changed_articles_take_one_query_more_however_many() -> None:
    def queries(number: int, *, changed: bool) -> int:
        dialogue = factories.dialogue()
        for _ in range(number):
            article = factories.article()
            factories.citation(seen(article, AGREED, 1), AGREED, dialogue=dialogue)
            if changed:
                seen(article, "They met.", 2)
        with CaptureQueriesContext(connection) as asked:
            evidence(dialogue.pk)
        return len(asked)

    assert [queries(number, changed=False) for number in (2, 20)] == [1, 1]
    assert [queries(number, changed=True) for number in (2, 20)] == [2, 2]
