"""Runs `config.run` with a plan of harmless programs: `python -m tests.config.harmless [KIND]`.

Kinds: "plain" (a web server and a worker with a child of its own), "dying" (the worker ends at once), "failing" (a step
fails), "deaf" (the worker ignores SIGTERM), "real" (gunicorn and Celery as in `make run`, with the application of
`tests.config.tiny`). Anything after `--` goes to `config.run`.
"""

import signal
import sys
from collections.abc import Sequence
from dataclasses import replace

from config.installation import Installation
from config.plan import PLAN, Plan
from config.run import main
from config.supervisor import Program, Step

WEB = """
import http.server, socket, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer, bind_and_activate=False)
server.socket = socket.socket(fileno=int(sys.argv[1]))
server.serve_forever()
"""
WORKERS = {
    "plain": "import time; time.sleep(600)",
    "dying": "print('out of luck'); raise SystemExit(3)",
    "deaf": "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
}
PATIENCE = ((signal.SIGTERM, 1.0),)


def programs(kind: str, listening: int) -> Sequence[Program]:
    """A web server that answers, and a worker of that kind."""
    web = [sys.executable, "-c", WEB, str(listening)]
    worker = [sys.executable, "-c", WORKERS.get(kind, WORKERS["plain"])]
    return (
        Program("web server", web, PATIENCE, signal.SIGTERM, inherited=[listening]),
        Program("worker", worker, PATIENCE, signal.SIGTERM),
    )


def real_programs(installation: Installation, listening: int) -> Sequence[Program]:
    """The programs of `make run`, but of an application that needs no database."""
    names = {"config": "tests.config.tiny", "config.wsgi:application": "tests.config.tiny:site"}
    return [
        replace(program, command=[names.get(str(part), part) for part in program.command])
        for program in PLAN.programs(installation, listening)
    ]


def plan(kind: str) -> Plan:
    """A plan of two steps and the programs of `kind`."""
    first = "print('first')" if kind != "failing" else "raise SystemExit('no such table')"
    return Plan(
        steps=[
            Step("The first step", [sys.executable, "-c", first]),
            Step("A login", [sys.executable, "-c", r"print('staff\tsecret-of-the-test')"], captured=True),
        ],
        programs=lambda installation, listening: (
            real_programs(installation, listening) if kind == "real" else programs(kind, listening)
        ),
        welcome=PLAN.welcome,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], plan(sys.argv[1])))
