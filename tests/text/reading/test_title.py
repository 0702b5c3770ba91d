"""Title, byline and kind of a page."""

import pytest

from dialogues.text.reading.document import ReadText
from dialogues.text.reading.read import read_document
from tests.faults.hostile_corpus import SENTENCE


def read(title: str, body: str = "", head: str = "", url: str = "https://www.gazette.example/world/story") -> ReadText:
    page = (
        f"<html><head><title>{title}</title>{head}</head><body>{body}<article><p>{SENTENCE * 4}</p></article>"
        "</body></html>"
    )
    return read_document(page.encode(), "text/html", url)


@pytest.mark.parametrize(
    ("in_head", "title"),
    [
        ("Talks in Tokyo | The Daily", "Talks in Tokyo"),
        ("Talks in Tokyo - Gazette", "Talks in Tokyo"),
        ("Talks in Tokyo | World | The Daily", "Talks in Tokyo"),
        ("中美举行对话_新闻中心_某网", "中美举行对话"),
        ("中美举行对话-Gazette", "中美举行对话-Gazette"),
        ("Talks in Tokyo - day two", "Talks in Tokyo - day two"),
        ("US-China talks: what was agreed", "US-China talks: what was agreed"),
        ("Talks in Tokyo", "Talks in Tokyo"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(in_head: str, title: str) -> None:
    assert read(in_head).title == title


def test_a_site_that_names_itself_is_cut_after_any_divider() -> None:
    head = '<meta property="og:site_name" content="Ministry of Something">'
    assert read("Talks in Tokyo - Ministry of Something", head=head).title == "Talks in Tokyo"


def test_the_heading_that_the_title_begins_with_is_the_title() -> None:
    assert read("Talks in Tokyo: day two - News", "<h1>Gazette</h1><h2>Talks in Tokyo: day two</h2>").title == (
        "Talks in Tokyo: day two"
    )


def test_what_is_said_for_machines_serves_where_no_heading_fits() -> None:
    head = '<meta property="og:title" content="Talks in Tokyo">'
    assert read("Gazette", "<h1>Gazette</h1>", head).title == "Talks in Tokyo"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (
            '<script type="application/ld+json">{"@type": "Article", "author": [{"name": "A Reporter"}]}</script>',
            "",
            "A Reporter",
        ),
        ('<meta name="author" content="A Reporter">', "", "A Reporter"),
        ("", '<p class="byline">By A Reporter</p>', "A Reporter"),
        (
            '<meta property="article:author" content="https://social.example/a">',
            '<a rel="author">A Reporter</a>',
            "A Reporter",
        ),
        ("", "", ""),
    ],
)
def test_the_byline_is_who_the_page_names(head: str, body: str, byline: str) -> None:
    assert read("Talks in Tokyo", body, head).byline == byline


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Joint Statement on the Third Dialogue", "joint_statement"),
        ("中美联合声明", "joint_statement"),
        ("Readout of the Secretary's Meeting", "readout"),
        ("Fact Sheet: what was agreed", "fact_sheet"),
        ("Transcript of the press conference on the joint statement", "transcript"),
        ("外交部发言人答记者问", "transcript"),
        ("Editorial: talk more", "editorial"),
        ("Press release: talks in Tokyo", "press_release"),
        ("Talks in Tokyo", ""),
        ("Statement jointly criticized", ""),
    ],
)
def test_words_of_the_title_say_the_kind(title: str, kind: str) -> None:
    found = read(title)
    assert found.kind == kind
    assert found.kind_basis.startswith("title: “") if kind else not found.kind_basis


def test_section_address_and_type_say_the_kind_where_the_title_does_not() -> None:
    section = '<meta property="article:section" content="Opinion">'
    typed = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    assert (read("Talks", head=section).kind, read("Talks", head=section).kind_basis) == (
        "editorial",
        "section: Opinion",
    )
    address = read("Talks", url="https://gazette.example/press-releases/talks")
    assert (address.kind, address.kind_basis) == ("press_release", "address: press-releases")
    assert (read("Talks", head=typed).kind, read("Talks", head=typed).kind_basis) == (
        "news",
        "JSON-LD type: NewsArticle",
    )
