"""What an adapter says of one publisher's pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """Where one publisher keeps what the general reader may miss; each place is an XPath, and empty says nothing.

    `hosts` are names of hosts, each with its subdomains. `without` is taken out of the text's element before it is
    read. `kinds` are pairs of a regular expression, looked for in the title and in the path of the address, and a value
    of ArticleKind; the first that is found holds. What is not found is left to the general reader.
    """

    hosts: tuple[str, ...]
    text: str = ""
    without: str = ""
    title: str = ""
    byline: str = ""
    published_on: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
