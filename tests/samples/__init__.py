"""Texts for tests: real facts, restated in our own words."""

from pathlib import Path

FOLDER = Path(__file__).parent


def cybercrime_round_one() -> str:
    """A newspaper's comment on the first round, which gives its day as Tuesday and, later, as Monday."""
    return (FOLDER / "cybercrime_round_one.txt").read_text()
