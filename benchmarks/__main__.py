"""`python -m benchmarks [--rounds N] [--json FILE]`: everything measured in one run, on a database of its own."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django

from benchmarks.database import fill_database, throw_away_database
from benchmarks.table import Row, table
from config.embedded import CannotRunError

# The order matters: the last one fills the record with dialogues that never were.
MEASUREMENTS = ("extraction", "articles", "copies", "list_of_dialogues", "one_dialogue", "timeline_picture")


def main() -> int:
    """Print the table, and write it as JSON if asked. 0 unless something could not be measured at all."""
    options = _options()
    try:
        with throw_away_database():
            django.setup()
            postgres = fill_database()
            measured = {"copies": {"held": options.held}}
            rows = [
                row for name in MEASUREMENTS for row in _measurement(name)(options.rounds, **measured.get(name, {}))
            ]
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    conditions = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rounds": options.rounds,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgres,
    }
    print(table(rows))
    print("\n" + ", ".join(f"{name} {value}" for name, value in conditions.items()))
    if options.json is not None:
        found = conditions | {"rows": [asdict(row) for row in rows]}
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


def _measurement(name: str) -> Callable[..., list[Row]]:
    """A module's `measure`; imported late, since models can only be imported once Django is set up."""
    measure: Callable[..., list[Row]] = import_module(f"benchmarks.{name}").measure
    return measure


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Readout against raw SQL.")
    parser.add_argument("--rounds", type=_at_least_one, default=7, help="how often everything takes its turns (7)")
    parser.add_argument("--held", type=_at_least_one, default=50_000, help="articles among which copies are looked for")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("write a number from 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
