"""No text makes the extractor fail, or slow out of proportion."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.ingest.extract import Document, FactKind, Gazetteer, KnownPerson, Span, extract
from dialogues.ingest.extract.reading import MOST_READ
from tests.ingest.extract.reading import facts_of, sample

WORDS = [
    "China", "the United States", "India-EU", "Minister", "He Lifeng", "met", "co-chaired by", "agreed to:",
    "- ", "\n", "the two sides", "dialogue", "second round of the", "on Monday", "Monday's",
    "seven officials", ";", ",", ".", "and", "who could not attend", "on behalf of", "said", "urged",
    "in Beijing", "will hold", "on the sidelines of", "'", "\"", "hotline", "was launched", "\u202e",
    "\u0000", "\u2028", "İ", "U.S.", "(", "第二轮中美对话", "在华盛顿举行", "part", "-", "X-, minister",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["en", "zh", "fr", ""]), published=st.none() | st.dates())
def test_any_text_gives_one_relevance_and_spans_within_it(text: str, language: str, published: date | None) -> None:
    facts = extract(Document(text, language, published_on=published), Gazetteer.empty())
    assert sum(fact.kind is FactKind.RELEVANCE for fact in facts) == 1
    for fact in facts:
        spans = [*fact.spans, fact.sentence, *(span for spans in fact.evidence.values() for span in spans)]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert 0 <= fact.confidence <= 1


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
