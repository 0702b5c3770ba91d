"""docker-compose.yml runs the processes of `make run`; no Docker engine is needed to check that."""

import re
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from config.embedded import set_up_installation
from config.plan import PLAN
from config.queues import QUEUES

PROJECT = Path(settings.BASE_DIR)
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]


def words(command: list[str]) -> list[str]:
    """A command with options and values apart, without the interpreter's own path."""
    return [word for part in command for word in part.split("=", 1)]


def test_it_has_the_processes_of_one_machine_and_its_servers() -> None:
    assert set(SERVICES) == {"database", "broker", "migrations", "web", "worker", "fetcher", "slow_reader", "beat"}


def test_web_server_workers_and_scheduler_are_the_programs_that_make_run_starts(tmp_path: Path) -> None:
    native = {
        program.name: [str(word) for word in program.command][1:]
        for program in PLAN.programs(set_up_installation(tmp_path), 3)
    }
    for service, program in {
        "web": "web server",
        "worker": "worker",
        "fetcher": "fetcher",
        "slow_reader": "slow reader",
        "beat": "scheduler",
    }.items():
        composed = words(SERVICES[service]["command"])[1:]
        # Where they listen and keep their files differs; everything else that compose says, `make run` says too.
        differing = {"0.0.0.0:8000", "/tmp/schedule", "--loglevel", "INFO"}  # noqa: S108 - inside the container
        assert [word for word in composed if word not in differing and word not in words(native[program])] == []


def test_the_migrations_run_once_before_everything_else() -> None:
    assert SERVICES["migrations"]["restart"] == "no"
    for service in ("web", "worker", "fetcher", "slow_reader", "beat"):
        assert SERVICES[service]["depends_on"]["migrations"] == {"condition": "service_completed_successfully"}


def test_each_queue_has_a_worker_that_listens_to_it() -> None:
    commands = [words(SERVICES[service]["command"]) for service in ("worker", "fetcher", "slow_reader")]
    heard = [queue for command in commands for queue in command[command.index("--queues") + 1].split(",")]
    assert sorted(heard) == sorted(QUEUES)


def test_only_the_migrations_act_as_the_owner_of_the_tables() -> None:
    owners = {name for name, service in SERVICES.items() if "DATABASE_OWNER_URL" in service.get("environment", {})}
    assert owners == {"migrations"}
    owner = SERVICES["database"]["environment"]["POSTGRES_USER"]
    assert SERVICES["migrations"]["environment"]["DATABASE_OWNER_URL"].startswith(f"postgres://{owner}:")
    assert SERVICES["web"]["environment"]["DATABASE_URL"].startswith("postgres://readout:")


def test_only_the_web_server_is_reached_from_outside_and_only_from_this_machine() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_every_setting_that_it_gives_is_one_that_is_read() -> None:
    read = (PROJECT / "config" / "settings.py").read_text()
    given = SERVICES["web"]["environment"]
    assert {name for name in given if f'"{name}"' not in read} == set()
    assert {"SECRET_KEY", "TOKEN_PEPPER", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL"} <= set(given)


def test_no_secret_stands_in_the_file() -> None:
    text = (PROJECT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "TOKEN_PEPPER", "DATABASE_PASSWORD", "DATABASE_OWNER_PASSWORD"):
        assert re.search(rf"\$\{{{name}:\?", text)
