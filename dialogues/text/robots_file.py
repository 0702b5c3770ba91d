"""robots.txt (RFC 9309): from the bytes of the file to what it asks of us. Protego reads it; what is ours bounds it."""

import re
from dataclasses import dataclass
from typing import Final

from protego import Protego

# Our product token: the name for us in the files of others, and in the User-Agent (RFC 9309, section 2.2.1).
ROBOT_NAME: Final = "Readout"
# What a crawler has to read of a file at the least (RFC 9309, section 2.5). The rest of a longer one is left.
MOST_BYTES: Final = 500 * 1024
# A number with thousands of digits is a valid Request-rate, but no float.
LONGEST_RATE: Final = 7 * 24 * 3600
ADDRESSED: Final = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*(?P<token>\*(?=[\s#]|$)|[a-z_-]+)", re.IGNORECASE)
ANY_ADDRESSED: Final = re.compile(r"\s*user[- ]?agent\b", re.IGNORECASE)
SOMEBODY_ELSE: Final = "User-agent: somebody-else"


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What a file asks of us."""

    protego: Protego

    def allows(self, url: str) -> bool:
        return self.protego.can_fetch(url, ROBOT_NAME)

    @property
    def delay(self) -> float | None:
        """The seconds between two requests, by Crawl-delay or Request-rate; None when neither is given.

        Neither is in the RFC. The hours to which a rate may be limited are left aside: it holds all day.
        """
        rate = self.protego.request_rate(ROBOT_NAME)
        given = [
            self.protego.crawl_delay(ROBOT_NAME),
            min(rate.seconds, LONGEST_RATE) / rate.requests if rate else None,
        ]
        return max((seconds for seconds in given if seconds is not None), default=None)


def decode_robots(body: bytes) -> str:
    """The text of a file, as it can be kept. One that was cut off loses its last line, which may be half a one."""
    text = body[:MOST_BYTES].decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")
    return text.rpartition("\n")[0] if len(body) >= MOST_BYTES else text


def read_robots(text: str) -> RobotsRules:
    """Read what a file asks of us; anything that is no rule is passed over.

    A hostile file names thousands of robots and gives each thousands of rules, which would take gigabytes: who is
    neither everybody nor we becomes one and the same.
    """
    return RobotsRules(Protego.parse("\n".join(_for_us_or_not(line) for line in text.splitlines())))


def _for_us_or_not(line: str) -> str:
    if not ANY_ADDRESSED.match(line):
        return line
    named = ADDRESSED.match(line)
    if named is not None and named["token"].lower() in {"*", ROBOT_NAME.lower()}:
        return f"User-agent: {named['token']}"
    return SOMEBODY_ELSE
