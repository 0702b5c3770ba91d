"""What a dialogue is called: readable alone, and not the same for two of them."""

from typing import Final

from dialogues.management.starter.entries import RoundEntry, SeriesEntry

# Where the series' name and the meeting's label do not make a title together.
_TITLES: Final = {
    "dpct-17": "US-China Defense Policy Coordination Talks, 17th round",
    "dpct-18": "US-China Defense Policy Coordination Talks, 18th round",
    "mmca-2024-04": "US-China maritime agreement working group, April 2024",
    "mmca-2025-11": "US-China maritime agreement, second working group and annual meeting of 2025",
    "usru-2013": "US-Russia joint statement and measures on information and communications technology, June 2013",
    "usru-nrrc-2013": "US-Russia Nuclear Risk Reduction Center consultations, September 2013",
    "meng-visit-2015-09": "Visit of special envoy Meng Jianzhu to Washington, September 2015",
    "state-visit-2015-09": "State visit of Xi Jinping: cyber consensus, September 2015",
    "beijing-2026": "Trump state visit to Beijing, May 2026",
}
# Labels that name both people and the occasion.
_SAY_IT_ALL: Final = frozenset({"woodside-2023", "busan-2025", "paris-2015-11-30", "hangzhou-2016-09-03"})
_SHORT_NAMES: Final = {
    "us-cn-etcm": "US-China economic and trade consultations",
    "us-cn-ai": "US-China intergovernmental dialogue on artificial intelligence",
}
_KEPT_CAPITAL: Final = ("Geneva", "London", "Stockholm", "Madrid", "Kuala Lumpur", "Paris")


def dialogue_title(series: SeriesEntry, meeting: RoundEntry) -> str:
    """E.g. "US-China Law Enforcement and Cybersecurity Dialogue, first round"."""
    if meeting.id in _TITLES:
        return _TITLES[meeting.id]
    if meeting.id in _SAY_IT_ALL:
        return meeting.label
    name = _SHORT_NAMES.get(series.id, series.name)
    label = meeting.label
    _, _, bare_name = name.partition("US-China ")
    if bare_name and label.startswith(bare_name):
        return f"US-China {label}"
    return f"{name}, {label if label.startswith(_KEPT_CAPITAL) else label[0].lower() + label[1:]}"
