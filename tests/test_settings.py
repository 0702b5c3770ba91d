import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
PRODUCTION = {
    "SECRET_KEY": "J7vk3ZQ0mWm5sE8dXbC1rTgYhUnPq2LfAaSxKzRtVwByNcGeIo",
    "TOKEN_PEPPER": "4f1d9c7e2b6a8035d1c4e7f9a2b5c8d0",
    "DATABASE_URL": "postgres://readout:secret@db.example:5432/readout",
    "CELERY_BROKER_URL": "redis://broker.example:6379/0",
    "ALLOWED_HOSTS": "readout.example",
}


def manage(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=PROJECT,
        env={**kept, "READOUT_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_a_needed_setting_that_is_missing_is_named(missing: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    answer = manage("check", data=tmp_path, **environment)
    assert answer.returncode != 0
    assert f"The environment variable {missing} is not set." in answer.stderr


def test_a_database_that_is_no_postgresql_is_refused(tmp_path: Path) -> None:
    answer = manage("check", data=tmp_path, **(PRODUCTION | {"DATABASE_URL": "sqlite:///readout.db"}))
    assert "DATABASE_URL must name a PostgreSQL database" in answer.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"OIDC_ISSUER": "http://login.example"}, "OIDC_ISSUER must begin with https://"),
        ({"OIDC_ISSUER": "https://login.example"}, "The environment variable OIDC_CLIENT_ID is not set."),
        ({"OIDC_ROLES": "editors=boss"}, "OIDC_ROLES: boss is no role"),
    ],
)
def test_a_sign_in_server_that_is_half_configured_is_told(given: dict[str, str], said: str, tmp_path: Path) -> None:
    answer = manage("check", data=tmp_path, **PRODUCTION, **given)
    assert answer.returncode != 0
    assert said in answer.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"STORAGE_URL": "https://store.example/files"}, "STORAGE_URL must be s3://bucket or s3://bucket/folder"),
        ({"STORAGE_URL": "s3://x"}, "STORAGE_URL must be s3://bucket or s3://bucket/folder"),
        ({"STORAGE_URL": "s3://key:secret@files"}, "STORAGE_URL must be s3://bucket or s3://bucket/folder"),
        ({"STORAGE_URL": "s3://files", "STORAGE_ENDPOINT": "store.example"}, "STORAGE_ENDPOINT must begin with"),
        ({"STORAGE_URL": "s3://files", "STORAGE_ACCESS_KEY": "a"}, "STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY go"),
    ],
)
def test_a_store_that_is_half_configured_is_told(given: dict[str, str], said: str, tmp_path: Path) -> None:
    answer = manage("check", data=tmp_path, **PRODUCTION, **given)
    assert answer.returncode != 0
    assert said in answer.stderr


def test_the_deployment_check_says_that_the_store_does_not_answer(tmp_path: Path) -> None:
    store = {"STORAGE_ENDPOINT": "http://127.0.0.1:9", "STORAGE_ACCESS_KEY": "a", "STORAGE_SECRET_KEY": "b"}
    answer = manage("check", "--deploy", data=tmp_path, **PRODUCTION, STORAGE_URL="s3://files", **store)
    assert answer.returncode != 0
    assert "(dialogues.E001) STORAGE_ENDPOINT: nothing answers at http://127.0.0.1:9." in answer.stderr


def test_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    answer = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION)
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_static_files_are_collected_under_names_that_change_with_them(tmp_path: Path) -> None:
    answer = manage("collectstatic", "--noinput", data=tmp_path, **PRODUCTION)
    assert answer.returncode == 0, answer.stderr
    assert list((tmp_path / "static").glob("readout.*.css"))


def test_every_setting_that_is_read_is_described() -> None:
    source = (PROJECT / "config" / "settings.py").read_text()
    described = (PROJECT / "docs" / "settings.md").read_text()
    names = set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z_]+)"', source))
    assert len(names) > 10
    assert {name for name in names if f"`{name}`" not in described} == set()
