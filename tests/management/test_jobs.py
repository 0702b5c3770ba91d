import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dialogues import tasks
from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.models import Article, Job, User
from dialogues.models.vocabularies import ArticleStage, JobState
from tests import factories

pytestmark = pytest.mark.django_db


def jobs(*arguments: Any) -> str:
    said = io.StringIO()
    call_command("jobs", *map(str, arguments), stdout=said)
    return said.getvalue()


def job(state: JobState = JobState.WAITING, error: str = "") -> Job:
    _, made = add.add_article(FromText("Two sides met."), by=None)
    Job.objects.filter(pk=made.pk).update(state=state, last_error=error)
    made.refresh_from_db()
    return made


def test_the_list_holds_what_is_not_done_newest_first() -> None:
    waiting, done, quarantined = job(), job(JobState.DONE), job(JobState.QUARANTINED, "It broke.")
    lines = jobs("list").splitlines()
    assert [int(line.split()[0]) for line in lines] == [quarantined.pk, waiting.pk]
    assert "[It broke.]" in lines[0]
    assert str(done.pk) in jobs("list", "--state", "done", "failed")
    assert jobs("list", "--kind", "fetch") == ""
    assert [int(line.split()[0]) for line in jobs("list", "--due").splitlines()] == [waiting.pk]
    assert len(jobs("list", "--limit", "1").splitlines()) == 1


def test_json_is_one_object_a_line() -> None:
    made = job(JobState.QUARANTINED, "It broke.")
    [line] = jobs("list", "--json").splitlines()
    told = json.loads(line)
    assert (told["job"], told["state"], told["last_error"]) == (made.pk, "quarantined", "It broke.")
    assert json.loads(jobs("show", made.pk, "--json")) == told


def test_one_job_is_shown_whole() -> None:
    made = job(JobState.QUARANTINED, "It broke.")
    shown = jobs("show", made.pk)
    assert made.article.public_id in shown
    assert "It broke." in shown
    assert "lease_until:    —" in shown


def test_a_job_is_tried_again_by_a_person_and_the_workers_are_told(
    staff: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    made = job(JobState.QUARANTINED, "It broke.")
    rung: list[int] = []
    monkeypatch.setattr(tasks, "ring", lambda job: rung.append(job.pk))
    with django_capture_on_commit_callbacks(execute=True):
        assert "waiting" in jobs("retry", made.pk, "--by", staff.username)
    assert rung == [made.pk]


@pytest.mark.parametrize(("command", "state"), [("cancel", JobState.CANCELLED), ("quarantine", JobState.QUARANTINED)])
def test_a_job_is_taken_away_with_a_reason(staff: User, command: str, state: JobState) -> None:
    made = job()
    jobs(command, made.pk, "--by", staff.username, "--reason", "Not needed")
    made.refresh_from_db()
    assert (made.state, made.last_error.endswith(f"by {staff.username}: Not needed")) == (state, True)
    assert Article.objects.get(pk=made.article_id).stage == ArticleStage.FAILED


def test_what_is_refused_is_told_and_the_rest_is_done(staff: User, capsys: pytest.CaptureFixture[str]) -> None:
    done, waiting = job(JobState.DONE), job()
    with pytest.raises(SystemExit):
        jobs("cancel", done.pk, 9_999_999, waiting.pk, "--by", staff.username, "--reason", "Not needed")
    said = capsys.readouterr().err
    assert f"{done.pk}: “read: " in said
    assert "9999999: there is no job 9999999." in said
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELLED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "9999999"], "there is no job"),
        (["retry", "1", "--by", "nobody"], "--by: there is no active user named nobody"),
        (["cancel", "1", "--by", "editor"], "--reason"),
        (["retry", "1"], "--by"),
        (["list", "--state", "lost"], "--state"),
        (["list", "--limit", "0"], "--limit"),
        ([], "COMMAND"),
    ],
)
def test_bad_arguments_are_named(staff: User, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        jobs(*arguments)


def test_somebody_without_the_permission_changes_nothing() -> None:
    made = job()
    factories.staff_user("reader")
    User.objects.filter(username="reader").update(is_superuser=False)
    with pytest.raises(CommandError, match=r"--by: You may read jobs, but not change them\."):
        jobs("cancel", made.pk, "--by", "reader", "--reason", "Not needed")
    made.refresh_from_db()
    assert made.state == JobState.WAITING
