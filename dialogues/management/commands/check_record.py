import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dialogues.queries.finding import Finding
from dialogues.queries.integrity import CHECKS, Check, findings

KINDS = {check.kind for check in CHECKS}
WEIGHTS = {"error", "note"}


class Command(BaseCommand):
    """Print what somebody should look at in the record. Exit status 1 when there is something, else 0.

    `--fail-on` narrows what the status tells, not what is printed.
    """

    help = "Check the record: overdue outcomes, uncited facts, open conflicts, offices out of time, doubles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a text")
        parser.add_argument(
            "--fail-on",
            nargs="+",
            choices=sorted(WEIGHTS | KINDS),
            default=sorted(WEIGHTS),
            metavar="KIND",
            help=f"exit with 1 for these only: error, note, or {', '.join(sorted(KINDS))}; default: any finding",
        )

    def handle(self, *_: Any, json: bool = False, fail_on: Sequence[str], **__: Any) -> None:
        found = findings(timezone.now().date())
        for line in _as_json(found) if json else _as_text(found):
            self.stdout.write(line)
        if any(rows and {check.kind, check.weight} & set(fail_on) for check, rows in found.items()):
            sys.exit(1)


def _as_text(found: Mapping[Check, Sequence[Finding]]) -> list[str]:
    lines = []
    for check, rows in found.items():
        if rows:
            lines += ["", f"{check.title}: {len(rows)} ({check.weight}, {check.kind})"]
        for row in rows:
            others = f" = {', '.join(row.others)}" if row.others else ""
            detail = f" [{row.detail}]" if row.detail and row.detail != row.title else ""
            lines.append(f"  {row.public_id}{others}  {row.title}{detail}  {row.address}")
    totals = {
        weight: sum(len(rows) for check, rows in found.items() if check.weight == weight)
        for weight in ("error", "note")
    }
    return [*lines, "", f"{totals['error']} errors, {totals['note']} notes."]


def _as_json(found: Mapping[Check, Sequence[Finding]]) -> list[str]:
    checks = [
        {
            "kind": check.kind,
            "weight": check.weight,
            "title": check.title,
            "findings": [asdict(row) for row in rows],
        }
        for check, rows in found.items()
    ]
    return [json.dumps({"checks": checks}, ensure_ascii=False, indent=2)]
