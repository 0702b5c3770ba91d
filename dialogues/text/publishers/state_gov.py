"""The US Department of State: state.gov since 2019, and the archives of the sites before it."""

from dialogues.text.publishers.adapter import Adapter

ADAPTER = Adapter(
    hosts=("state.gov",),
    text="//*[contains(@class, 'entry-content')] | //*[@id='centerblock']//*[@id='tier3-landing-content']",
    without=".//*[contains(@class, 'related-tags') or contains(@class, 'addtoany') or @id='date_long' or @id='title']",
    title="//h1[contains(@class, 'featured-content__headline')] | //*[@id='tier3-landing-content']//*[@id='title']",
    byline="//*[contains(@class, 'article-meta__author-bureau')] | //*[@id='tier3-landing-content']//*[@id='author']",
    published_on="//*[contains(@class, 'article-meta__publish-date')] | //*[@id='date_long']",
    kinds=(
        (r"\breadout\b|^secretary .{0,60}'s (?:call|meeting) with", "readout"),
        (r"^joint (?:statement|communiqu)", "joint_statement"),
        (r"fact sheet", "fact_sheet"),
        (r"\b(?:remarks|press availability|interview|briefing)\b", "transcript"),
        (r"media note|press statement|/pa/prs/ps/", "press_release"),
    ),
)
