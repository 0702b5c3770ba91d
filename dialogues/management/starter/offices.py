"""An office as stated is one or several posts: "State Councilor and Minister of Public Security" is two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.management.starter import terms
from dialogues.models.vocabularies import Rank

# " and " joins two posts only where the words after it begin another one; elsewhere it belongs to a name, as in
# "Department of North American and Oceanian Affairs".
_BETWEEN_POSTS: Final = re.compile(r"; | and (?=Minister of |Counselor |Deputy |Special Assistant )")
# A military rank or a description is no post that somebody holds.
_NO_POST: Final = frozenset({"Major General", "Foreign Ministry official"})
_ACTING: Final = "Acting "

# The rank that a post has by itself, when the person held another one at the same time.
_RANK_OF_POST: Final = (
    (re.compile(r"^(State Councilor|Vice Premier)$"), Rank.DEPUTY_HEAD_OF_GOVERNMENT),
    (re.compile(r"^Minister of "), Rank.MINISTER),
    (re.compile(r"^Vice Minister of "), Rank.VICE_MINISTER),
)

# The organization that a title names, by party, the longer words first. Only organizations that the files list.
_ORGANIZATIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "CN": (
        ("Central Political and Legal Affairs Commission", "cn-cplc"),
        ("Office of the Central Foreign Affairs Commission", "cn-cfao"),
        ("Cyberspace Administration of China", "cn-cac"),
        ("People's Bank of China", "cn-pboc"),
        ("Ministry of Public Security", "cn-mps"),
        ("Minister of Public Security", "cn-mps"),
        ("Minister of Defense", "cn-mnd"),
        ("Minister of Commerce", "cn-mofcom"),
        ("Minister of Finance", "cn-mof"),
        ("Minister of Foreign Affairs", "cn-mfa"),
        ("Foreign Ministry", "cn-mfa"),
    ),
    "US": (
        ("Homeland Security Advisor", ""),
        ("Homeland Security", "us-dhs"),
        ("Attorney General", "us-doj"),
        ("of the Treasury", "us-treasury"),
        ("Secretary of State", "us-state"),
        ("State Department", "us-state"),
        ("Secretary of Defense", "us-dod"),
        ("Secretary of Commerce", "us-commerce"),
        ("the FBI", "us-fbi"),
        ("NSC", "us-nsc"),
    ),
    "IN": (("Ministry of External Affairs", "in-mea"),),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its holder's title names it. `organization` is an id of the files, or "" when it is not plain."""

    title: str
    rank: str
    acting: bool
    organization: str


def posts(office: str, party: str, rank_term: str) -> list[Post]:
    """The posts of an office as stated. The person's rank is that of the post when it is the only one."""
    titles = [part.strip() for part in _BETWEEN_POSTS.split(office)]
    held = [title for title in titles if title not in _NO_POST]
    only = len(held) == 1
    return [
        Post(
            title=title.removeprefix(_ACTING),
            rank=terms.RANK[rank_term] if only else _rank_of(title),
            acting=title.startswith(_ACTING),
            organization=_organization_of(title, party),
        )
        for title in held
    ]


def _rank_of(title: str) -> str:
    return next((rank for pattern, rank in _RANK_OF_POST if pattern.match(title)), Rank.UNKNOWN)


def _organization_of(title: str, party: str) -> str:
    return next((key for words, key in _ORGANIZATIONS.get(party, ()) if words in title), "")
