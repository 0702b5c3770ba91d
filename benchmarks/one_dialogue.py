"""The dialogue of the starter record with the most citations, with all that the API and its page say of it."""

import os

from django.db.models import Count

from benchmarks.compared_pages import compare
from benchmarks.site_calls import API, RawApplication
from benchmarks.table import Row
from config.wsgi import application
from dialogues.queries.filters import published_dialogues


def measure(rounds: int) -> list[Row]:
    """Raw SQL, API and page; the page also shows positions, lineage and the outcomes' histories."""
    dialogue = published_dialogues().annotate(number=Count("citations")).order_by("-number", "id")[0]
    parameters = [API, dialogue.public_id]
    with RawApplication(os.environ["DATABASE_URL"], "one_dialogue.sql", parameters) as raw:
        return compare(
            "one dialogue",
            raw,
            application,
            api=f"/api/v1/dialogues/{dialogue.public_id}/",
            page=dialogue.get_absolute_url(),
            rounds=rounds,
        )
