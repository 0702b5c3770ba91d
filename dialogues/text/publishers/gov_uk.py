"""The government of the United Kingdom: gov.uk."""

from dialogues.text.publishers.adapter import Adapter

ADAPTER = Adapter(
    hosts=("gov.uk",),
    text="//*[contains(@class, 'govspeak')][not(ancestor::*[contains(@class, 'govspeak')])]",
    without=".//*[contains(@class, 'gem-c-contents-list') or contains(@class, 'app-c-published-dates')]",
    title="//main//h1",
    byline="//*[contains(@class, 'gem-c-metadata')]//dd[1]",
    published_on="//*[contains(@class, 'gem-c-metadata')]//dt[normalize-space(.)='Published']/following-sibling::dd[1]",
    kinds=(
        (r"joint (?:statement|communiqu|declaration)", "joint_statement"),
        (r"/government/speeches/", "transcript"),
        (r"^PM (?:call|meeting) with|readout", "readout"),
        (r"/government/news/", "press_release"),
    ),
)
