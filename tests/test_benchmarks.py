"""The benchmarks run, and say what they promise. How fast anything is, no test decides."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from benchmarks.site_calls import same_facts
from benchmarks.table import Row, table

EXPECTED = {
    "bytes to suggestions": [
        "all four stages",
        "read",
        "compare with the articles held",
        "extract facts",
        "make suggestions",
    ],
    "copies": ["a new text", "a copy cut to 70 %"],
    "list of dialogues": ["raw SQL", "API", "page"],
    "one dialogue": ["raw SQL", "API", "page"],
    "timeline": ["read", "draw"],
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    # It starts a server of its own, so it must not matter that there is no other.
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_one_round_gives_a_figure_for_each_row(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    done = run("--rounds", "1", "--held", "500", "--json", str(file))
    assert done.returncode == 0, done.stderr
    rows = json.loads(file.read_text())["rows"]
    names = {
        measurement: [row["name"] for row in rows if row["measurement"] == measurement] for measurement in EXPECTED
    }
    assert names == EXPECTED
    assert all(row["milliseconds"] > 0 for row in rows)
    assert [row["ratio"] for row in rows if row["name"] == "raw SQL"] == [1, 1]
    shares = [row["ratio"] for row in rows if row["measurement"] == "bytes to suggestions"]
    assert shares[0] == 1
    assert sum(shares[1:]) == pytest.approx(1)
    assert all(name in done.stdout for name in (*EXPECTED, *EXPECTED["bytes to suggestions"]))


@pytest.mark.parametrize("rounds", ["0", "-1", "many"])
def test_it_refuses_rounds_that_are_none(rounds: str) -> None:
    done = run(f"--rounds={rounds}")
    assert done.returncode == 2
    assert "--rounds: write a number from 1" in done.stderr


def test_a_statement_that_leaves_a_fact_out_is_not_compared() -> None:
    api = b'{"results": [{"id": "dlg-1", "web_url": "/dialogues/dlg-1/a/", "city": "Washington"}], "next": null}'
    assert same_facts(b'{"results": [{"id": "dlg-1", "city": "Washington"}]}', api)
    assert not same_facts(b'{"results": [{"id": "dlg-1"}]}', api)
    assert not same_facts(b'{"results": []}', api)


def test_the_table_gives_ratios_to_raw_and_shares_of_the_whole() -> None:
    slow = Row(measurement="list", name="API", ratio=16.52, ratio_of="raw", milliseconds=40, size=2048)
    part = Row(measurement="stages", name="read", ratio=0.25, ratio_of="whole", milliseconds=20.5, note="of 9")
    _, first, second = table([slow, part]).splitlines()
    assert first.split() == ["list", "API", "16.5", "x", "raw", "40.00", "ms", "2.0", "KB"]
    assert second.split() == ["stages", "read", "25%", "20.50", "ms", "of", "9"]
