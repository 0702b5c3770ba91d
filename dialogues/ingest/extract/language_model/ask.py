"""Asking: within the limits of time and cost, through `dialogues.network`; a failure is a note, never an exception."""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from dialogues import __version__
from dialogues.ingest.extract.facts import NOT_READ, Document, Fact, FactKind, Gazetteer
from dialogues.ingest.extract.language_model.answer import BadAnswer, Reply, facts_in, reply_of
from dialogues.ingest.extract.language_model.question import question, question_version
from dialogues.models import LanguageModelDay
from dialogues.network import EVERYWHERE, Client, FetchError, FetchErrorCode, Policy

log = logging.getLogger(__name__)

LARGEST_ANSWER: Final = 1024 * 1024
# After a failure nobody asks for so long, so that a server that is away costs one article its time, not all of them.
PAUSE: Final = timedelta(minutes=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
# By these a server says that it does not know the form of the answer that it is asked for.
FORM_REFUSED: Final = frozenset({400, 404, 415, 422, 501})
# Nothing was sent by then, so nothing was used.
NOT_SENT: Final = frozenset(
    {
        FetchErrorCode.BAD_URL,
        FetchErrorCode.REFUSED_ADDRESS,
        FetchErrorCode.TLS_ERROR,
        FetchErrorCode.UNREACHABLE,
        FetchErrorCode.UNRESOLVABLE,
    }
)
ALONE: Final = "These are the facts of the rules alone."
# In the words of whoever runs the model.
_PROBLEMS: Final = {
    FetchErrorCode.TIMED_OUT: "did not answer in time",
    FetchErrorCode.UNREACHABLE: "could not be reached",
    FetchErrorCode.UNRESOLVABLE: "could not be found under its name",
    FetchErrorCode.TOO_LARGE: "gave an answer that is too large",
    FetchErrorCode.TLS_ERROR: "did not agree on an encrypted connection",
    FetchErrorCode.REFUSED_ADDRESS: "is on the public internet, and LANGUAGE_MODEL_URL is not https",
}


# Those that do not hold an answer to a schema, as this process has found out: they are not asked twice each time.
servers_without_schema: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a language model proposes; `version` is empty when it was not heard, and `note` says why, for staff."""

    facts: tuple[Fact, ...] = ()
    version: str = ""
    note: str = ""


def is_wanted(facts: Sequence[Fact]) -> bool:
    """Whether a model is configured, and the document reports a dialogue or is in a language that has no rules."""
    if not settings.LANGUAGE_MODEL_URL:
        return False
    judged = next(fact for fact in facts if fact.kind is FactKind.RELEVANCE)
    return judged.value["relevance"] == "reports" or judged.rule == NOT_READ


def hindrance() -> str:
    """Why the model is not asked now, in a sentence for staff; empty when it may be."""
    paused = LanguageModelDay.objects.left_alone()
    if paused is not None:
        return f"The language model failed before and is left alone until {paused.left_alone_until:%H:%M} UTC. {ALONE}"
    today = LanguageModelDay.objects.today()
    if today is not None and today.tokens >= settings.LANGUAGE_MODEL_DAY_TOKENS:
        return f"The language model was not asked: the tokens of the day are used up. {ALONE}"
    return ""


def ask(document: Document, record: Gazetteer) -> Answer:
    """Ask a model for the facts of a document, once; not within a transaction, as it may take its time."""
    text = document.text[: settings.LANGUAGE_MODEL_CHARACTERS]
    try:
        facts = facts_in(_Conversation(text).content(), text, record)
    except BadAnswer as error:
        return Answer(note=f"The language model {error} {ALONE}")
    except _NotAsked as error:
        return Answer(note=f"The language model {error}. {ALONE}")
    note = f"The language model read the first {len(text):,} characters." if len(text) < len(document.text) else ""
    return Answer(tuple(facts), question_version(settings.LANGUAGE_MODEL_NAME), note)


class _NotAsked(Exception):
    """Not asked, or not heard; the message completes the sentence "The language model ..."."""


class _Conversation:
    """One question; put a second time in simpler form where the server does not know the first."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends_at = time.monotonic() + settings.LANGUAGE_MODEL_SECONDS

    def content(self) -> str:
        """The model's answer. Raises _NotAsked and BadAnswer."""
        server = (settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL_NAME)
        if server not in servers_without_schema:
            try:
                return self._put(with_schema=True).content
            except FetchError as error:
                if error.status not in FORM_REFUSED:
                    raise _NotAsked(_in_words(error)) from error
        try:
            reply = self._put(with_schema=False)
        except FetchError as error:
            raise _NotAsked(_in_words(error)) from error
        servers_without_schema.add(server)
        return reply.content

    def _put(self, *, with_schema: bool) -> Reply:
        asked = question(
            self._text,
            model=settings.LANGUAGE_MODEL_NAME,
            answer_tokens=settings.LANGUAGE_MODEL_ANSWER_TOKENS,
            with_schema=with_schema,
        )
        body = json.dumps(asked).encode()
        # A code point is seldom more than one token, and the model will say how many there were.
        reserved = sum(len(message["content"]) for message in asked["messages"]) + asked["max_tokens"]
        day = LanguageModelDay.objects.reserve(reserved, most=settings.LANGUAGE_MODEL_DAY_TOKENS)
        if day is None:
            raise _NotAsked("was not asked: it would be more than the tokens of the day, or it is left alone")
        try:
            reply = reply_of(self._delivered(body))
        except FetchError as error:
            self._failed(error, day, reserved, may_ask_again=with_schema)
            raise
        if reply.tokens is not None:
            LanguageModelDay.objects.settle(day, reserved=reserved, used=reply.tokens)
        return reply

    def _delivered(self, body: bytes) -> bytes:
        seconds = min(settings.LANGUAGE_MODEL_CALL_SECONDS, self._ends_at - time.monotonic())
        headers = {"Content-Type": "application/json"}
        if settings.LANGUAGE_MODEL_KEY:
            headers["Authorization"] = f"Bearer {settings.LANGUAGE_MODEL_KEY}"
        client = Client(
            _policy(max(seconds, 0.001)), user_agent=f"Readout/{__version__}", content_types=("application/json",)
        )
        return client.deliver(f"{settings.LANGUAGE_MODEL_URL}/chat/completions", body, headers=headers).body

    def _failed(self, error: FetchError, day: date, reserved: int, *, may_ask_again: bool) -> None:
        log.warning("The language model %s.", _in_words(error))
        if error.status is not None or error.code in NOT_SENT:
            LanguageModelDay.objects.settle(day, reserved=reserved, used=0)
        if may_ask_again and error.status in FORM_REFUSED:
            return
        wanted = timedelta(seconds=error.retry_after or 0)
        LanguageModelDay.objects.leave_alone(day, min(max(PAUSE, wanted), LONGEST_PAUSE))


def _policy(seconds: float) -> Policy:
    """The operator's own address, wherever it is, and nothing else: no redirect is followed from it."""
    address = urlsplit(settings.LANGUAGE_MODEL_URL)
    return Policy(
        allowed_networks=EVERYWHERE,
        allowed_ports=frozenset({address.port or (443 if address.scheme == "https" else 80)}),
        allowed_names=frozenset({(address.hostname or "").rstrip(".")}),
        max_raw_bytes=LARGEST_ANSWER,
        max_body_bytes=LARGEST_ANSWER,
        total_seconds=seconds,
        connect_seconds=min(seconds, 10.0),
    )


def _in_words(error: FetchError) -> str:
    if error.status is not None:
        return f"answered with status {error.status}"
    return _PROBLEMS.get(error.code, "did not give an answer that can be read")
