"""`python -m benchmarks.workers [--processes 1 2 4] [--articles N]`: how throughput grows with worker processes.

Each number of processes is measured on a database and a broker of its own, one after the other: N articles wait, a
worker with so many processes starts, and the time runs from the first tenth that is done until the last. The worker's
memory is looked at all the while. What it prints goes into docs/scaling.md.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import django

from benchmarks.database import fill_database, throw_away_database
from config.embedded import CannotRunError, Valkey, set_up_installation

PROJECT: Final = Path(__file__).parent.parent
CLOCK_TICKS: Final = os.sysconf("SC_CLK_TCK")
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
PATIENCE: Final = 120.0
MIB: Final = 1024 * 1024
# How many of the articles get done before the clock starts: word lists are read and compiled once in a process.
WARMING_UP: Final = 0.1


@dataclass
class Watched:
    """What was seen of the worker's processes: the most that one of them held in memory, by share of articles done."""

    largest: dict[float, int] = field(default_factory=dict)
    total: int = 0

    def note(self, share: float, sizes: list[int]) -> None:
        for mark in (0.1, 0.25, 0.5, 0.75, 1.0):
            if share <= mark:
                self.largest[mark] = max(self.largest.get(mark, 0), max(sizes, default=0))
                break
        self.total = max(self.total, sum(sizes))


def main() -> int:
    options = _options()
    try:
        if options.alone:
            print(json.dumps(measure(options.processes[0], options.articles)))
            return 0
        print(f"{options.articles} articles, {os.cpu_count()} cores")
        print("processes  articles/s  of one  worker CPU s  database CPU s  largest process MiB at 10 25 50 75 100 %")
        alone = 0.0
        for processes in options.processes:
            found = _in_a_process_of_its_own(processes, options.articles)
            alone = alone or found["articles_per_second"]
            sizes = " ".join(f"{size // MIB}" for size in found["largest_process_bytes"])
            print(
                f"{processes:9}  {found['articles_per_second']:10.1f}  {found['articles_per_second'] / alone:6.2f}"
                f"  {found['worker_cpu_seconds']:12.1f}  {found['database_cpu_seconds']:14.1f}  {sizes}"
            )
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def measure(processes: int, articles: int) -> dict[str, Any]:
    """Run one worker with so many processes over so many waiting articles."""
    with throw_away_database():
        installation = set_up_installation(Path(os.environ["READOUT_DATA"]))
        broker = Valkey(installation)
        broker.start()
        try:
            os.environ["CELERY_BROKER_URL"] = broker.url
            django.setup()
            fill_database()
            add_articles(articles)
            return _work_off(processes, articles)
        finally:
            broker.stop()


def add_articles(number: int) -> None:
    """Pages that no two of are copies of each other; their jobs wait, and nobody is rung for."""
    from benchmarks.articles import english_texts  # noqa: PLC0415 - models, once Django is set up
    from dialogues.ingest.add import FromUpload, add_article  # noqa: PLC0415 - likewise

    for page in islice(_pages(english_texts()), number):
        add_article(FromUpload("report.html", page), by=None)


def _pages(texts: list[str]) -> Iterator[bytes]:
    from benchmarks.articles import sentences, web_page  # noqa: PLC0415 - likewise

    number = 0
    while True:
        for text in texts:
            number += 1
            chance = random.Random(number)  # noqa: S311 - the same pages in each run
            # As much again in other words, or the thousandth page with one text would be a copy of the first.
            background = sentences(chance, max(16, len(text.split()) // 16))
            yield web_page(f"Report {number}", [*text.splitlines(), *background])


def _work_off(processes: int, articles: int) -> dict[str, Any]:
    worker = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", str(processes)),
            *("--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
        ],
        cwd=PROJECT,
        env={**os.environ, "JOB_SWEEP_SECONDS": "5"},
    )
    watched = Watched()
    try:
        first = _wait(worker, watched, articles, int(articles * WARMING_UP))
        began, worker_before, database_before = time.monotonic(), _cpu_seconds(worker.pid), _cpu_seconds(_postgres())
        _wait(worker, watched, articles, articles)
        seconds = time.monotonic() - began
        return {
            "articles_per_second": (articles - first) / seconds,
            "worker_cpu_seconds": _cpu_seconds(worker.pid) - worker_before,
            "database_cpu_seconds": _cpu_seconds(_postgres()) - database_before,
            "largest_process_bytes": [watched.largest[mark] for mark in sorted(watched.largest)],
            "all_processes_bytes": watched.total,
        }
    finally:
        worker.terminate()
        worker.wait()


def _wait(worker: "subprocess.Popen[bytes]", watched: Watched, articles: int, until: int) -> int:
    """Until so many are ready for review; how many are. Raises RuntimeError when nothing goes on any more."""
    from dialogues.models import Article  # noqa: PLC0415 - likewise
    from dialogues.models.vocabularies import ArticleOrigin, ArticleStage  # noqa: PLC0415 - likewise

    waiting = Article.objects.filter(origin=ArticleOrigin.UPLOAD)

    ready, progress = -1, time.monotonic()
    while ready < until:
        now_ready = waiting.filter(stage=ArticleStage.READY).count()
        if now_ready != ready:
            ready, progress = now_ready, time.monotonic()
        if worker.poll() is not None or time.monotonic() - progress > PATIENCE:
            stages = list(waiting.exclude(stage=ArticleStage.READY).values_list("stage", "problem_detail")[:5])
            raise RuntimeError(f"{ready} of {articles} articles are ready, and it does not go on: {stages}")
        watched.note(ready / articles, [_resident_bytes(process) for process in _tree(worker.pid)])
        time.sleep(0.2)
    return ready


def _tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, new = [root], [root]
    while new:
        new = [child for parent in new for child in parents.get(parent, [])]
        found += new
    return found


def _resident_bytes(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_BYTES
    except OSError:
        return 0


def _cpu_seconds(root: int) -> float:
    """What the process, its descendants, and those of them that have ended have used."""
    ticks = 0
    for process in _tree(root):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(spent) for spent in fields[11:15])
    return ticks / CLOCK_TICKS


def _postgres() -> int:
    """The server's first process, of which those of its sessions descend."""
    pid_file = next(Path(os.environ["READOUT_DATA"]).rglob("postmaster.pid"))
    return int(pid_file.read_text().splitlines()[0])


def _in_a_process_of_its_own(processes: int, articles: int) -> dict[str, Any]:
    """Django is set up once in a process, for one database."""
    command = [sys.executable, "-m", "benchmarks.workers", "--alone"]
    command += ["--processes", str(processes), "--articles", str(articles)]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4], help="of the worker, in turn (1 2 4)")
    parser.add_argument("--articles", type=int, default=600, help="for each (600)")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
