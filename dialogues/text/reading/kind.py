"""What kind of article it is, as far as the article itself says so."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from dialogues.text.reading.document import clean_line
from dialogues.text.reading.page import Page, json_text, types_of

# In this order: a "transcript of a joint press conference" is a transcript, a "readout of a joint statement" a readout.
# The values are those of ArticleKind.
TITLE_WORDS: Final = (
    ("transcript", r"\btranscript\b|\bremarks (?:by|of|at|to|with)\b|\bpress (?:conference|briefing)\b"),
    ("transcript", r"\bq ?& ?a\b|\binterview\b|стенограмма|интервью|pressekonferenz"),
    ("transcript", r"答记者问|例行记者会|记者会实录|讲话全文"),
    ("readout", r"\bread-?outs? of\b|^readout\b|\bsummary of (?:the )?(?:call|meeting)\b|会见情况|通话情况"),
    ("fact_sheet", r"\bfact ?sheet\b|成果清单"),
    ("joint_statement", r"^(?:.{0,60}\b)?joint (?:statement|communiqu[eé]|declaration|summary)\b"),
    ("joint_statement", r"联合声明|联合公报|联合宣言|共同声明|聯合聲明|聯合公報"),
    ("joint_statement", r"совместное (?:заявление|коммюнике)|gemeinsame erklärung|déclaration (?:conjointe|commune)"),
    ("press_release", r"^(?:press|media|news) (?:release|note|statement)\b|^communiqué de presse|^pressemitteilung"),
    ("press_release", r"新闻稿|^пресс-релиз"),
    ("editorial", r"^(?:editorial|opinion|op-ed|commentary|leader)\b\s*[:|–—-]|^передовица"),
    ("editorial", r"^(?:社论|社評|评论员文章|钟声|时评)"),
    ("analysis", r"^(?:analysis|explainer|news analysis)\b\s*[:|–—-]|^(?:分析|解读)[:：|]"),
)
SECTION_WORDS: Final = (
    ("editorial", r"editorials?|opinions?|op-?eds?|comment(?:ary|aries|isfree)?|columns?|viewpoints?"),
    ("editorial", r"meinung|kommentare?|tribunes?|mnenie|мнения|pinglun|guandian|评论|观点|社论"),
    ("analysis", r"analys[ie]s|analyse|explainers?|research|publications"),
    ("transcript", r"transcripts?|speeches|remarks|briefings?|interviews?"),
    ("fact_sheet", r"fact-?sheets?"),
    ("readout", r"readouts?"),
    ("press_release", r"(?:press|media|news)-?releases?|pressemitteilungen|communiques-de-presse"),
)
TYPES: Final = {
    "OpinionNewsArticle": "editorial",
    "AnalysisNewsArticle": "analysis",
    "BackgroundNewsArticle": "analysis",
    "ReportageNewsArticle": "news",
    "NewsArticle": "news",
    "LiveBlogPosting": "news",
    "PressRelease": "press_release",
}
_TITLE: Final = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in TITLE_WORDS)
_SECTION: Final = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in SECTION_WORDS)


def kind_of_title(title: str) -> tuple[str, str]:
    """A value of ArticleKind with its basis, or nothing twice."""
    for kind, words in _TITLE:
        found = words.search(title)
        if found is not None:
            return kind, f"title: “{clean_line(found.group(), 80)}”"
    return "", ""


def kind_of_page(page: Page, title: str) -> tuple[str, str]:
    """By the words of the title, then its section as named or in its address, then its JSON-LD type, with the basis."""
    kind, basis = kind_of_title(title)
    if kind:
        return kind, basis
    sections = [("section", json_text(article.get("articleSection"))) for article in page.articles]
    sections += [("section", value) for _, value in page.said("article:section", "section", "parsely-section")]
    sections += [("address", part) for part in unquote(urlsplit(page.url).path).split("/")[1:-1]]
    for where, section in sections:
        for kind, words in _SECTION:
            if section and words.fullmatch(section.strip()):
                return kind, f"{where}: {clean_line(section, 80)}"
    for article in page.articles:
        for name in types_of(article):
            if name in TYPES:
                return TYPES[name], f"JSON-LD type: {name}"
    return "", ""
