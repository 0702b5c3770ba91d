"""Twelve layouts that pages of news sites and governments have had since the 1990s, around any story."""

import json
from collections.abc import Callable
from html import escape
from typing import Final

from tests.text.reading.stories import Story

ISO_DAY: Final = "2015-12-03"
ADDRESS: Final = "https://www.site.example/world/story-1234.html"


def paragraphs(story: Story) -> str:
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)


def menu(story: Story) -> str:
    names = [story.words[name] for name in ("home", "world", "about")] * 4
    return (
        "<nav><ul>"
        + "".join(f'<li><a href="/{place}">{name}</a></li>' for place, name in enumerate(names))
        + "</ul></nav>"
    )


def links(story: Story, count: int = 12) -> str:
    return "".join(f'<li><a href="/other/{number}">{story.words["other"]} {number}</a></li>' for number in range(count))


def footer(story: Story) -> str:
    return f"<footer><p>© {story.site}. {story.words['rights']}</p><a href='/about'>{story.words['about']}</a></footer>"


def document(story: Story, head: str, body: str, *, site: str | None = None) -> str:
    title = f"{story.title}{' | ' + story.site if site is None else site}"
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        f"</head><body>{body}</body></html>"
    )


def classic_news(story: Story) -> str:
    head = (
        f'<meta property="article:published_time" content="{ISO_DAY}T21:30:00-05:00">'
        f'<meta property="og:site_name" content="{story.site}">'
    )
    body = (
        f"<header>{menu(story)}</header><main><article><h1>{story.title}</h1><p class='byline'>{story.words['by']}</p>"
        f"{paragraphs(story)}</article></main><aside><h2>{story.words['related']}</h2><ul>{links(story)}</ul>"
        f"</aside>{footer(story)}"
    )
    return document(story, head, body)


def wordpress(story: Story) -> str:
    body = (
        f'<div id="page" class="site">{menu(story)}<div id="content"><div id="primary"><main id="main">'
        '<article class="post type-post hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{story.title}</h1>'
        '<div class="entry-meta">'
        f'<time class="entry-date published" datetime="{ISO_DAY}T08:00:00+08:00">{story.day}</time>'
        f'<time class="updated" datetime="2017-05-06T08:00:00+08:00">{story.words["updated"]}</time></div></header>'
        f'<div class="entry-content">{paragraphs(story)}</div><footer class="entry-footer">'
        f'<a href="/tag">{story.words["world"]}</a>'
        f'</footer></article></main></div><div id="secondary" class="widget-area"><ul>{links(story)}</ul>'
        f"</div></div>{footer(story)}</div>"
    )
    return document(story, "", body, site=f" – {story.site}")


def tables_of_the_1990s(story: Story) -> str:
    text = "<br><br>".join(escape(paragraph) for paragraph in story.paragraphs)
    cells = "".join(f'<tr><td><a href="/{place}">{story.words["world"]}</a></td></tr>' for place in range(8))
    return (
        f"<html><head><title>{story.title}</title></head><body bgcolor=white><table width=760><tr><td colspan=2>"
        f"<font size=5>{story.site}</font></td></tr><tr><td width=120 valign=top><table>{cells}</table></td>"
        "<td valign=top>"
        f"<center><b>{story.title}</b></center><center><font size=2>{story.day}</font></center><br>"
        f"<font face=arial size=3>{text}</font></td></tr><tr><td colspan=2>"
        f"<font size=1>{story.words['rights']}</font></td></tr>"
        "</table></body></html>"
    )


def government_release(story: Story) -> str:
    body = (
        f'<div class="banner"><a href="/">{story.site}</a></div>{menu(story)}<div class="container"><div class="row">'
        f'<div class="col-md-8 content"><h1 class="page-title">{story.title}</h1>'
        f'<div class="release-date">{story.words["published"]}: '
        f'{story.day}</div><div class="field-body">{paragraphs(story)}</div></div>'
        f'<div class="col-md-4 sidebar"><h3>{story.words["related"]}'
        f"</h3><ul>{links(story)}</ul></div></div></div>{footer(story)}"
    )
    return document(story, "", body)


def live_blog(story: Story) -> str:
    posts = "".join(
        f'<div class="live-post"><span class="clock">{10 + number}:00</span><p>{escape(paragraph)}</p></div>'
        for number, paragraph in enumerate(story.paragraphs)
    )
    said = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": story.title,
        "datePublished": f"{ISO_DAY}T09:00:00+01:00",
    }
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    body = (
        f"{menu(story)}<main><article><h1>{story.title}</h1><div class='live-posts'>{posts}</div></article>"
        f"</main>{footer(story)}"
    )
    return document(story, head, body)


def amp(story: Story) -> str:
    said = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{ISO_DAY}T00:00:00Z",
    }
    head = (
        f'<link rel="canonical" href="{ADDRESS}"><script async src="v0.js"></script>'
        f'<script type="application/ld+json">{json.dumps(said)}</script>'
    )
    body = (
        f"<amp-sidebar id='s'><ul>{links(story, 5)}</ul></amp-sidebar><header>{story.site}</header><article>"
        f"<h1>{story.title}</h1>"
        f"<amp-img src='x.jpg' alt='x'></amp-img>{paragraphs(story)}<amp-social-share type='x'>"
        f"</amp-social-share></article>{footer(story)}"
    )
    return document(story, head, body)


def print_version(story: Story) -> str:
    body = (
        f"<p><a href='javascript:print()'>{story.words['print']}</a></p><h2>{story.site}</h2><hr><h1>{story.title}</h1>"
        f"<p><i>{story.day}</i></p>{paragraphs(story)}<hr><p>{ADDRESS}</p>"
    )
    return document(story, '<meta name="robots" content="noindex">', body, site="")


def cookie_banner(story: Story) -> str:
    banner = (
        f"<div id='cookie-consent' class='cookie-banner' role='dialog'><p>{story.words['cookies']}</p>"
        "<button>OK</button></div>"
    )
    head = f'<meta name="date" content="{ISO_DAY}"><meta property="og:title" content="{story.title}">'
    body = (
        f"{banner}{menu(story)}<div class='article-body'><h1>{story.title}</h1>{paragraphs(story)}</div>{footer(story)}"
    )
    return document(story, head, body)


def heavy_comments(story: Story) -> str:
    said = "".join(
        f"<li class='comment'><div class='comment-body'><p>{story.words['comment']} {number}.</p></div></li>"
        for number in range(30)
    )
    head = f'<meta itemprop="datePublished" content="{ISO_DAY}">'
    body = (
        f"{menu(story)}<article><h1 itemprop='headline'>{story.title}</h1>{paragraphs(story)}</article>"
        f"<section id='comments' class='comments-area'><h2>{story.words['comments']}</h2>"
        f"<ol class='comment-list'>{said}</ol></section>{footer(story)}"
    )
    return document(story, head, body)


def related_clutter(story: Story) -> str:
    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs]
    related = f"<div class='related'><h4>{story.words['related']}</h4><ul>{links(story, 4)}</ul></div>"
    parts.insert(3, related)
    parts.insert(6, f"<div class='share-buttons'><a href='#'>{story.words['share']}</a></div>")
    body = (
        f"{menu(story)}<div class='story'><h1>{story.title}</h1>"
        f"<time datetime='{ISO_DAY}'>{story.day}</time>{''.join(parts)}</div>"
        f"<div class='more-stories'><h3>{story.words['related']}</h3><ul>{links(story, 30)}</ul></div>{footer(story)}"
    )
    return document(story, "", body)


def date_in_json_alone(story: Story) -> str:
    said = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": story.site},
            {
                "@type": ["NewsArticle"],
                "headline": story.title,
                "datePublished": f"{ISO_DAY}T23:50:00+03:00",
                "dateModified": "2018-01-01T00:00:00Z",
            },
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'
    body = (
        f"{menu(story)}<main><div class='headline'><h1>{story.title}</h1></div>"
        f"<section>{paragraphs(story)}</section></main>{footer(story)}"
    )
    return document(story, head, body, site=f" - {story.site}")


def soup_of_divs(story: Story) -> str:
    text = "".join(f"<div class='t'><div>{escape(paragraph)}</div></div>" for paragraph in story.paragraphs)
    entries = "".join(f"<div class='m'><a href='/{number}'>{story.words['world']}</a></div>" for number in range(10))
    body = (
        f"<div class='a'><div class='b'>{entries}</div><div class='c'><div class='d'>{story.title}</div>"
        f"<div class='e'>{story.words['published']}: "
        f"{story.day}</div><div class='f'>{text}</div></div><div class='g'>{story.words['rights']}</div></div>"
    )
    return document(story, "", body, site=f"_{story.site}")


LAYOUTS: Final[tuple[Callable[[Story], str], ...]] = (
    *(classic_news, wordpress, tables_of_the_1990s, government_release, live_blog, amp, print_version, cookie_banner),
    *(heavy_comments, related_clutter, date_in_json_alone, soup_of_divs),
)
