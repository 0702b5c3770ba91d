"""A source of the files: its publisher, the publisher's party, and what kind of article it is."""

from __future__ import annotations

import re
from typing import Final

from dialogues.management.starter.entries import SourceEntry
from dialogues.models.vocabularies import ArticleKind

_MIRROR_REMARK: Final = " (seen on a mirror)"

_PARTY_OF_PERSPECTIVE: Final = {
    "us_government": "US",
    "us_media": "US",
    "cn_government": "CN",
    "cn_state_media": "CN",
    "cn_media_other": "CN",
}
# "Other government" does not say which: the publisher does.
_OTHER_GOVERNMENTS: Final = {
    "Australian Foreign Minister": "AU",
    "Japanese Foreign Ministry": "JP",
    "Prime Minister of Canada": "CA",
    "UK Government": "GB",
}

# Hosts that are plainly the publisher's own, among those in the files. A copy elsewhere says nothing about its host.
_HOSTS: Final = {
    "Anadolu Agency": ["www.aa.com.tr"],
    "Australian Foreign Minister": ["foreignminister.gov.au"],
    "Bloomberg": ["www.bloomberg.com"],
    "CGTN": ["news.cgtn.com"],
    "China Daily": ["global.chinadaily.com.cn", "www.chinadaily.com.cn"],
    "China News Service (ecns)": ["ecns.cn"],
    "Chinese Foreign Ministry": ["www.mfa.gov.cn"],
    "Defense Daily": ["defensedaily.com", "www.defensedaily.com"],
    "Digital Watch (Geneva Internet Platform)": ["dig.watch"],
    "FCW": ["fcw.com"],
    "Global Times": ["www.globaltimes.cn"],
    "Japanese Foreign Ministry": ["www.mofa.go.jp"],
    "People's Daily": ["world.people.com.cn"],
    "Prime Minister of Canada": ["pm.gc.ca"],
    "Reuters": ["in.reuters.com", "uk.reuters.com"],
    "South China Morning Post": ["www.scmp.com"],
    "The Hill": ["thehill.com"],
    "UK Government": ["www.gov.uk"],
    "UPI": ["www.upi.com"],
    "US Department of Defense": ["www.defense.gov"],
    "US Department of State": ["www.state.gov"],
    "US Mission China": ["china.usembassy-china.org.cn"],
    "Voice of America": ["www.voanews.com"],
    "White House": ["www.whitehouse.gov"],
    "china.org.cn": ["china.org.cn", "www.china.org.cn"],
}

_KIND_OF_WHAT_IT_IS: Final = {
    "joint communiqué": ArticleKind.JOINT_STATEMENT,
    "Chinese text of the joint communiqué": ArticleKind.JOINT_STATEMENT,
    "joint statement": ArticleKind.JOINT_STATEMENT,
    "joint statement of the presidents": ArticleKind.JOINT_STATEMENT,
    "joint summary of outcomes, round 2": ArticleKind.JOINT_STATEMENT,
    "joint summary of outcomes, round 3": ArticleKind.JOINT_STATEMENT,
    # Its publisher calls it the Chinese text of the joint outcome list.
    "Chinese outcome list, round 3": ArticleKind.JOINT_STATEMENT,
    # Joint between two members of one government, so not a text of both sides.
    "joint statement by the Attorney General and the DHS Secretary": ArticleKind.PRESS_RELEASE,
    "US summary of outcomes": ArticleKind.READOUT,
    "US summary of outcomes, round 1": ArticleKind.READOUT,
    "Chinese-issued English summary of outcomes": ArticleKind.READOUT,
    "Chinese outcome list of the state visit": ArticleKind.FACT_SHEET,
    "cyber items of the Chinese outcome list": ArticleKind.FACT_SHEET,
    "US fact sheet on the state visit": ArticleKind.FACT_SHEET,
    "CRS Insight on the cyber agreement": ArticleKind.ANALYSIS,
    "Ambassador's opening remarks": ArticleKind.TRANSCRIPT,
    "captions of the Tillerson/Mattis news conference": ArticleKind.TRANSCRIPT,
    "transcript of remarks": ArticleKind.TRANSCRIPT,
    # An agreed rule of procedure: none of the kinds.
    "terms of reference": ArticleKind.UNKNOWN,
}
# What the publisher's name, the address or the date say where the file does not name the kind.
_KIND_OF_SOURCE: Final = {
    "cn-hangzhou-list": ArticleKind.FACT_SHEET,
    "cn-scd-list": ArticleKind.FACT_SHEET,
    "cn-sed3-list": ArticleKind.FACT_SHEET,
    "wh-hangzhou-fs": ArticleKind.FACT_SHEET,
    "mfa-cwg-stop": ArticleKind.TRANSCRIPT,
    "state-sed1": ArticleKind.TRANSCRIPT,
    "usemb-dsd2": ArticleKind.TRANSCRIPT,
    "dod-dsd1": ArticleKind.PRESS_RELEASE,
    "dvids-mmca": ArticleKind.PRESS_RELEASE,
    "nsc-cn-preview": ArticleKind.PRESS_RELEASE,
    "state-jp3": ArticleKind.PRESS_RELEASE,
    "tsy-launch": ArticleKind.PRESS_RELEASE,
    "usru-nrrc": ArticleKind.UNKNOWN,
    "usru-prot": ArticleKind.UNKNOWN,
}
_KIND_OF_WORDS: Final = (
    (re.compile(r"joint statement|joint outcome list"), ArticleKind.JOINT_STATEMENT),
    (re.compile(r"fact sheet"), ArticleKind.FACT_SHEET),
    (re.compile(r"readout"), ArticleKind.READOUT),
    (re.compile(r"announcement|media note|\brelease\b"), ArticleKind.PRESS_RELEASE),
)
_KIND_OF_PERSPECTIVE: Final = {
    # A side's own account of a meeting is a readout, whatever it calls it.
    "us_government": ArticleKind.READOUT,
    "cn_government": ArticleKind.READOUT,
    "other_government": ArticleKind.READOUT,
    "think_tank": ArticleKind.ANALYSIS,
    "aggregator": ArticleKind.UNKNOWN,
}


def publisher_name(source: SourceEntry) -> str:
    """The publisher without the remark that a mirror was seen: that is said of the article."""
    return source.publisher.removesuffix(_MIRROR_REMARK)


def publisher_party(source: SourceEntry) -> str | None:
    """The code of the party whose government or press it is; None for a third party, or when no file says it."""
    if source.perspective == "other_government":
        return _OTHER_GOVERNMENTS.get(publisher_name(source))
    return _PARTY_OF_PERSPECTIVE.get(source.perspective)


def publisher_hosts(name: str) -> list[str]:
    """The hosts that are plainly this publisher's own."""
    return list(_HOSTS.get(name, []))


def article_kind(source: SourceEntry) -> str:
    """From what the file says it is, else from the publisher's name, else from the perspective; media report news."""
    if source.what_it_is:
        return _KIND_OF_WHAT_IT_IS.get(source.what_it_is, ArticleKind.UNKNOWN)
    if source.id in _KIND_OF_SOURCE:
        return _KIND_OF_SOURCE[source.id]
    for words, kind in _KIND_OF_WORDS:
        if words.search(source.publisher):
            return kind
    return _KIND_OF_PERSPECTIVE.get(source.perspective, ArticleKind.NEWS)


def language_tag(language: str) -> str:
    """A BCP 47 tag: two languages in one text are "mul"."""
    return "mul" if "/" in language else language
