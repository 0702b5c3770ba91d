"""docs/api.md is true: its commands work, its example is the answer, and it names what there is."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from rest_framework.serializers import ModelSerializer

from dialogues.api.article import ArticleSerializer, ArticleSubmission, ArticleViewSet
from dialogues.api.dialogue import DialogueChange, DialogueDetailSerializer, DialogueViewSet
from dialogues.api.outcome import OutcomeChange, OutcomeDetailSerializer, OutcomeViewSet
from dialogues.api.urls import urlpatterns
from dialogues.models import User
from dialogues.models.vocabularies import OutcomeState
from dialogues.queries.filters import ArticleFilter, DialogueFilter, OutcomeFilter
from tests import factories
from tests.api.problems import problem

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
HERE = "http://localhost:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """The curl commands of the guide, each on one line."""
    lines = "".join(blocks("sh")).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("curl ")]


def run(command: str, token: str) -> Any:
    """What the command does, by the test client. It knows the options that the guide uses and fails on others."""
    words = shlex.split(command.replace("$TOKEN", token))[1:]
    headers: dict[str, str] = {}
    form: dict[str, Any] = {}
    body = address = None
    method = ""
    while words:
        match words.pop(0):
            case "-H":
                name, value = words.pop(0).split(": ", 1)
                headers[name] = value
            case "-X":
                method = words.pop(0)
            case "-d":
                body = words.pop(0)
            case "-F":
                name, value = words.pop(0).split("=", 1)
                file = value.startswith("@")
                form[name] = SimpleUploadedFile(value[1:], b"%PDF-1.7 a readout") if file else value
            case word if word.startswith(f"{HERE}/"):
                assert address is None, command
                address = word.removeprefix(HERE)
            case word:
                pytest.fail(f"the guide uses {word}, which this test does not know")
    assert address is not None, command
    client = Client(headers={name: value for name, value in headers.items() if name != "Content-Type"})
    if method == "PATCH":
        return client.patch(address, body, content_type=headers["Content-Type"])
    if body is not None:
        return client.post(address, body, content_type=headers["Content-Type"])
    return client.post(address, form) if form else client.get(address)


@pytest.fixture
def the_record_of_the_guide(db: None) -> None:
    dialogue = factories.dialogue(public_id="dlg-7k3m9x2q4f")
    factories.status(factories.outcome(dialogue, public_id="out-0c5w8r1t6n", deadline="2016"), OutcomeState.AGREED)


def test_the_guide_has_commands() -> None:
    assert len(commands()) >= 12


@pytest.mark.usefixtures("the_record_of_the_guide")
@pytest.mark.parametrize("command", [command for command in commands() if 'pair=CN"' not in command])
def test_a_command_of_the_guide_works(command: str, staff_token: str) -> None:
    answer = run(command, staff_token)
    writes = " -d " in command or " -F " in command
    makes = writes and "-X PATCH" not in command
    assert answer.status_code == (201 if makes else 200), answer.content
    if "/?" in command and "stage=" not in command:
        assert len(answer.json()["results"]) == 1


def test_the_way_to_a_token_works(staff: User, capsys: pytest.CaptureFixture[str], api: Client) -> None:
    (line,) = (line for line in GUIDE.splitlines() if line.startswith("./manage.py"))
    _, name, username, *options = shlex.split(line)
    assert username == staff.username
    call_command(name, username, *options)
    token = capsys.readouterr().out.strip()
    answer = api.get("/api/v1/articles/", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200


@pytest.mark.usefixtures("the_record_of_the_guide")
def test_the_problem_that_the_guide_shows_is_the_answer() -> None:
    (command,) = (command for command in commands() if 'pair=CN"' in command)
    (example,) = blocks("json")
    assert problem(run(command, ""), 400) == json.loads(example)


@pytest.mark.parametrize(
    "serializer",
    [DialogueDetailSerializer, OutcomeDetailSerializer, ArticleSerializer, DialogueChange, OutcomeChange],
)
def test_the_guide_names_every_field(serializer: type[ModelSerializer[Any]]) -> None:
    missing = [name for name in serializer().fields if f"`{name}`" not in GUIDE]
    assert missing == []


def test_the_guide_names_every_parameter_and_ordering() -> None:
    names = {name for filters in (DialogueFilter, OutcomeFilter, ArticleFilter) for name in filters.base_filters}
    names |= {name for view in (DialogueViewSet, OutcomeViewSet, ArticleViewSet) for name in view.orderings}
    names |= {*ArticleSubmission().fields, "page_size", "cursor", "ordering"}
    assert [name for name in sorted(names) if f"`{name}`" not in GUIDE] == []


def test_the_guide_names_every_address() -> None:
    routes = {str(one.pattern).replace("<slug:public_id>", "<id>") for one in urlpatterns if one.name != "nothing"}
    assert set(re.findall(r"^\| `/api/v1/(.*?)` \|", GUIDE, re.MULTILINE)) == routes
