"""No text makes the extractor fail, or slow out of proportion."""

import gc
import os
import time
from datetime import date
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogues.ingest.extract import Document, Fact, FactKind, Gazetteer, KnownPerson, Span, extract
from dialogues.ingest.extract.marked_text import MOST_READ
from dialogues.management.evaluation.offsets import inexact
from tests.ingest.extract.reading import facts_of, sample

# How many generated texts; `make faults` takes 100,000.
GENERATED: Final = int(os.environ.get("READOUT_TEXTS", "400"))
LONGEST_SECONDS: Final = 1.0
LANGUAGES = ["en", "zh", "zh-Hant", "fr", "de", "es", "ru", "ja", "ko", "pt", "it", "ar", "x", ""]
WORDS = [
    "China", "the United States", "India-EU", "Minister", "He Lifeng", "met", "co-chaired by", "agreed to:",
    "- ", "\n", "the two sides", "dialogue", "second round of the", "on Monday", "Monday's",
    "seven officials", ";", ",", ".", "and", "who could not attend", "on behalf of", "said", "urged",
    "in Beijing", "will hold", "on the sidelines of", "'", "\"", "hotline", "was launched", "\u202e",
    "\u0000", "\u2028", "İ", "U.S.", "(", "第二轮中美对话", "在华盛顿举行", "part", "-", "X-, minister",
    "双方同意", "第三次", "共同主持", "部长", "2024年5月", "31日", "一是", "；", "。", "中方强调", "将于", "於", "與",
    "la délégation", "dirigée par", "Botschafter", "прошли консультации", "во главе с", "第2回日米対話", "제3차",
    "cuarta", "\u0301" * 40, "\ufeff", "\u200b", "\u2066", "\u2069", "\U0001f91d", "\ud7ff", "0", "1st",
    "31 June 2023", "99:99",
]  # fmt: skip
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
PHRASES = st.lists(st.sampled_from(WORDS), max_size=60)
# A line of up to 1 MB is one or two phrases again and again: what a quadratic rule would stumble over.
ENDLESS = st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.integers(1_000, 1_000_000)).map(
    lambda drawn: " ".join(drawn[0]) * (drawn[1] // max(1, len(" ".join(drawn[0]))))
)
TEXTS = st.one_of(
    ANY, PHRASES.map(" ".join), PHRASES.map("".join), st.lists(st.one_of(ANY, PHRASES.map(" ".join))).map(". ".join)
)


def read_within_a_second(document: Document) -> list[Fact]:
    """The facts, with what has to be true of those of any text.

    Processor time, so other work does not count; nor does collecting what the generator of texts has piled up.
    """
    gc.disable()
    try:
        started = time.process_time()
        facts = extract(document, Gazetteer.empty())
        took = time.process_time() - started
    finally:
        gc.enable()
    assert took < LONGEST_SECONDS
    assert sum(fact.kind is FactKind.RELEVANCE for fact in facts) == 1
    for fact in facts:
        spans = [*fact.spans, fact.sentence, *(span for spans in fact.evidence.values() for span in spans)]
        assert all(0 <= span.start <= span.end <= len(document.text) for span in spans)
        assert 0 <= fact.confidence <= 1
        assert not inexact(document.text, fact)
    return facts


@settings(max_examples=GENERATED, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, language=st.sampled_from(LANGUAGES), published=st.none() | st.dates())
def test_any_text_is_read_within_a_second_to_one_relevance_and_spans_within_it(
    text: str, language: str, published: date | None
) -> None:
    read_within_a_second(Document(text, language, published_on=published))


@settings(max_examples=max(10, GENERATED // 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(line=ENDLESS, language=st.sampled_from(LANGUAGES))
def test_an_endless_line_is_read_within_a_second(line: str, language: str) -> None:
    read_within_a_second(Document(line, language, published_on=date(2024, 5, 1)))


@settings(max_examples=max(10, GENERATED // 40), deadline=None)
@given(text=PHRASES.map(" ".join), language=st.sampled_from(LANGUAGES))
def test_the_same_text_gives_the_same_facts(text: str, language: str) -> None:
    document = Document(text, language)
    assert extract(document, Gazetteer.empty()) == extract(document, Gazetteer.empty())


def test_typographic_quotes_and_odd_spaces_do_not_move_offsets() -> None:
    text = sample("cyber_dialogue_2015")
    dressed = text.replace("'", "’").replace("on Tuesday", "on\u00a0Tuesday")
    plain_facts, dressed_facts = facts_of(text), facts_of(dressed)
    assert [fact.spans for fact in plain_facts] == [fact.spans for fact in dressed_facts]


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    report = " The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024."
    (fact,) = facts_of("word " * (MOST_READ // 5) + report)
    assert fact.value == {"relevance": "none"}


def test_a_long_single_line_is_read_to_the_limit_without_failing() -> None:
    line = sample("cyber_dialogue_2015").replace("\n", " ")
    facts = facts_of(line * 100)
    assert facts[0].value == {"relevance": "reports"}
    assert max(fact.sentence.end for fact in facts) <= MOST_READ


def test_a_name_of_the_record_that_is_empty_or_one_sign_is_passed_over() -> None:
    record = Gazetteer(people=(KnownPerson("1", ""), KnownPerson("2", "A")))
    assert len(facts_of("A met B.", record=record)) >= 1


def test_a_reversed_span_is_refused() -> None:
    with pytest.raises(ValueError, match="must be between 0 and end"):
        Span(3, 2)
