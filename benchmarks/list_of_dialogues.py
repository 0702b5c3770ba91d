"""The newest 50 dialogues of the starter record."""

import os

from benchmarks.compared_pages import compare
from benchmarks.site_calls import API, RawApplication
from benchmarks.table import Row
from config.wsgi import application
from dialogues.api.pagination import USUAL


def measure(rounds: int) -> list[Row]:
    """Raw SQL, API and page; the page shows the timeline and all dialogues instead of 50."""
    with RawApplication(os.environ["DATABASE_URL"], "list_of_dialogues.sql", [API, USUAL]) as raw:
        return compare("list of dialogues", raw, application, api="/api/v1/dialogues/", page="/", rounds=rounds)
