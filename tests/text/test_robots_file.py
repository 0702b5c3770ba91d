"""What a robots.txt asks of us. How paths are matched is Protego's; how files are bounded is ours."""

import time
import tracemalloc

import pytest

from dialogues.text.robots_file import MOST_BYTES, decode_robots, read_robots

SITE = "https://gazette.example"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /talks", False),
        ("User-agent: *\nDisallow: /talks\nAllow: /talks/2015", True),
        ("User-agent: *\nDisallow: /*/2015$", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: readout\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Readout\nDisallow: /admin", True),
        ("user-AGENT : READOUT/2.0 # we\nDisallow: /", False),
        ("User-agent: *# everybody\nDisallow: /", False),
        ("User-agent: *bot\nDisallow: /", True),
        ("User-agent: Read\nDisallow: /", True),
        ("User-agent: ReadoutPlus\nDisallow: /", True),
        ("User-agent: otherbot\nUser-agent: Readout\nDisallow: /", False),
        ("User-agent: otherbot\nDisallow: /", True),
        ("Disallow: /", True),
        ("<html><body>Disallow: /</body></html>", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
    ],
)
def test_it_says_whether_a_page_may_be_fetched(text: str, allowed: bool) -> None:
    assert read_robots(decode_robots(text.encode())).allows(f"{SITE}/talks/2015") is allowed


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ("", None),
        ("Crawl-delay: 10", 10),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: soon", None),
        ("Request-rate: 1/5", 5),
        ("Request-rate: 1/5 0600-0845", 5),
        ("Request-rate: 30/1m", 2),
        ("Request-rate: 0/5", None),
        (f"Request-rate: 1/{'9' * 400}", 7 * 24 * 3600),
        (f"Request-rate: {'9' * 400}/1", 0),
        ("Crawl-delay: 3\nRequest-rate: 1/5", 5),
        ("Crawl-delay: 8\nRequest-rate: 1/5", 8),
    ],
)
def test_it_says_how_long_to_wait_between_requests(lines: str, seconds: float | None) -> None:
    assert read_robots(f"User-agent: *\n{lines}\n").delay == seconds


def test_the_delay_of_others_is_not_ours() -> None:
    assert read_robots("User-agent: otherbot\nCrawl-delay: 90\n\nUser-agent: *\nDisallow: /admin").delay is None


@pytest.mark.parametrize("body", [bytes(range(256)) * 40, b"\xff\xfe" + "Disallow: /".encode("utf-16-le"), b"\0" * 9])
def test_bytes_that_are_no_text_ask_for_nothing_and_can_be_kept(body: bytes) -> None:
    text = decode_robots(body)
    assert "\0" not in text
    assert read_robots(text).allows(f"{SITE}/talks")


def test_of_a_file_that_is_too_long_the_beginning_counts_without_its_half_line() -> None:
    start = b"User-agent: *\nDisallow: /secret\n"
    filling = b"Disallow: /x\n" * (MOST_BYTES // 13 - 3)
    half = b"Allow: /" + b"y" * (MOST_BYTES - len(start) - len(filling) - 8)
    text = decode_robots(start + filling + half + b"secret/not")
    assert not text.endswith("y")
    rules = read_robots(text)
    assert not rules.allows(f"{SITE}/secret/not")
    assert rules.allows(f"{SITE}/talks")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{number}\n" for number in range(15_000)) * 2 + "Disallow: /x\n" * 15_000,
        "User-agent: *\nUser-agent: Readout\n" + "".join(f"Allow: /{number:x}$\n" for number in range(35_000)),
        "User-agent: *\nDisallow: /" + "*a" * 240_000 + "b",
    ],
    ids=["names", "rules", "wildcards"],
)
def test_a_hostile_file_takes_neither_minutes_nor_gigabytes(text: str) -> None:
    text = decode_robots(text.encode())
    began = time.process_time()
    tracemalloc.start()
    try:
        assert read_robots(text).allows(f"{SITE}/{'a' * 4000}")
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 20
