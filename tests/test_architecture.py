"""The house rules that a machine can hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))


def test_the_import_rules_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    checked = subprocess.run([program, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_no_folder_or_module_has_a_name_that_says_nothing() -> None:
    forbidden = {"utils", "common", "core", "helpers", "services", "misc"}
    names = {path.stem for folder in ("config", "dialogues") for path in (PROJECT / folder).rglob("*")}
    assert names & forbidden == set()


def test_every_constraint_says_what_it_wants_in_words_for_staff() -> None:
    silent = [
        constraint.name
        for model in apps.get_app_config("dialogues").get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert silent == []


def test_every_trigger_is_named_for_its_rule() -> None:
    for model in apps.get_app_config("dialogues").get_models():
        for trigger in getattr(model._meta, "triggers", []):
            assert re.fullmatch(r"[a-z]+(_[a-z]+)+", trigger.name)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_template_needs_more_than_the_security_policy_gives(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", text)
    assert "|safe" not in text


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    hosts = "|".join(("py" + "pi", "npm" + "js", "python" + "hosted", "deb" + "ian"))
    rule = re.compile(rf"({hosts})\.(org|com)|/{'work'}/|/{'root'}/\.")
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        path = PROJECT / name
        if path.is_file() and path.suffix not in {".png", ".pem"}:
            assert not rule.search(path.read_text(errors="replace")), name
