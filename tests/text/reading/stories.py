"""One report in four languages (stories.yaml), with the words that the sites of each put around it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml


@dataclass(frozen=True, slots=True)
class Story:
    """A report, the words that its site puts around it, and how its day is written there."""

    language: str
    site: str
    title: str
    day: str
    paragraphs: tuple[str, ...]
    words: dict[str, str]


def _stories() -> dict[str, Story]:
    told = yaml.safe_load((Path(__file__).parent / "stories.yaml").read_text(encoding="utf-8"))
    return {
        language: Story(language=language, **story | {"paragraphs": tuple(story["paragraphs"])})
        for language, story in told.items()
    }


STORIES: Final = _stories()
