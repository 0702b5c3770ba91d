"""The documents are true: the paths and commands that they name exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

PROJECT = Path(settings.BASE_DIR)
DOCUMENTS = sorted(
    path
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "dialogues/README.md",
        "dialogues/data/starter/README.md",
        "benchmarks/*.md",
    )
    for path in PROJECT.glob(pattern)
)
# What is made at run time, or stands for something of the reader's.
NOT_FILES = re.compile(r"^(var|\.venv|https?:|/|~|<)")
FOLDERS = "config dialogues templates static tests docs benchmarks .ci".split()


def quoted(path: Path) -> Iterator[str]:
    text = path.read_text()
    blocks = re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE)
    for block in blocks:
        text = text.replace(block, "")
    yield from re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_path_that_it_names_exists(document: Path) -> None:
    missing = []
    for name in [*quoted(document), *re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text())]:
        if NOT_FILES.search(name) or " " in name or "{" in name or "*" in name:
            continue
        first = name.split("/")[0]
        looks_like_one = (first in FOLDERS and "/" in name) or re.fullmatch(r"[\w.-]+\.(md|toml|yml|txt|py)", name)
        if looks_like_one and not any(
            (base / name).exists() for base in (PROJECT, document.parent, PROJECT / "dialogues")
        ):
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_command_that_it_names_exists(document: Path) -> None:
    text = document.read_text()
    targets = set(re.findall(r"^([a-z-]+):.*##", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?\bmanage\.py ([a-z_]+)", text)) <= set(get_commands())
    assert set(re.findall(r"[`\n]make ([a-z-]+)", text)) <= targets


def test_the_map_of_the_way_of_a_record_names_every_folder_of_it() -> None:
    told = (PROJECT / "dialogues" / "README.md").read_text()
    folders = {path.parent.name for path in (PROJECT / "dialogues").glob("*/__init__.py")}
    assert {folder for folder in folders if f"{folder}/" not in told} <= {"migrations"}


def test_the_readme_gives_its_two_commands_first() -> None:
    readme = (PROJECT / "README.md").read_text()
    assert readme.index("make run") < readme.index("make test") < 4000
