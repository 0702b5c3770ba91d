"""The same dialogues three times: as raw SQL, as the API gives them, and as a page for people."""

from functools import partial
from wsgiref.types import WSGIApplication

from benchmarks.site_calls import RawApplication, answer, same_facts
from benchmarks.table import Row
from benchmarks.timing import interleaved


def compare(
    measurement: str, raw: RawApplication, site: WSGIApplication, *, api: str, page: str, rounds: int
) -> list[Row]:
    """Rows for raw SQL and for the site's addresses `api` and `page`.

    Raises ValueError when raw SQL and the API do not tell the same facts: who tells less is faster.
    """
    asked = {"raw SQL": partial(answer, raw, api), "API": partial(answer, site, api)}
    if not same_facts(*(call() for call in asked.values())):
        raise ValueError(f"{measurement}: raw SQL and the API tell different facts, so they cannot be compared")
    asked["page"] = partial(answer, site, page)
    medians = interleaved(asked, rounds=rounds)
    return [
        Row(
            measurement=measurement,
            name=name,
            ratio=medians[name] / medians["raw SQL"],
            ratio_of="raw",
            milliseconds=medians[name],
            size=len(call()),
        )
        for name, call in asked.items()
    ]
