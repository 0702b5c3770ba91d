"""Browser tests drive the Chromium of this machine; nothing is downloaded."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connections
from playwright.sync_api import Page, Playwright

from tests.site import Site

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
MISSING: Final = "NO_CHROMIUM: none is found in the path; the variable CHROMIUM may name one"


def chromium() -> str | None:
    """The program, from the environment variable CHROMIUM or the path."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here needs a browser: without one it is skipped, loudly, and fails where CI=true."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None and os.environ.get("CI", "").lower() != "true":
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    program = chromium()
    if program is None:
        pytest.fail(MISSING)
    # Playwright keeps an event loop in this thread from now on; Django would refuse every query because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {
        "executable_path": program,
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", *quiet],
    }


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """Playwright, stopped before the database is dropped.

    While its event loop runs in this thread Django keeps another database connection than before and after.
    """
    yield playwright
    connections.close_all()


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """Web server, broker and worker, as in production."""
    running = Site(tmp_path)
    running.start()
    try:
        running.start_web()
        running.start_worker()
        yield running
    finally:
        running.stop()


@pytest.fixture
def watched(page: Page, site: Site) -> Iterator[Page]:
    """A page that must not break the content security policy, raise an error, or ask another host for anything.

    So must the windows that it opens, and those that they open.
    """
    complaints: list[str] = []

    def note_host(request: Any) -> None:
        if not request.url.startswith((site.address, "data:")):
            complaints.append(f"asked {request.url}")

    def watch(one: Page) -> None:
        one.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        one.on("pageerror", lambda error: complaints.append(str(error)))
        one.on("request", note_host)
        one.on("popup", watch)

    watch(page)
    yield page
    assert complaints == []
