"""The plugin `tests.postgres` in a pytest of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.installation import PROJECT
from config.processes import wait_until
from tests.config.conftest import SECONDS, processes_of
from tests.postgres import remove_left_over

WAITS = """
import os, pathlib, time
def test_it():
    here = pathlib.Path(__file__).parent
    (here / "data.part").write_text(os.environ["READOUT_DATA"] + "\\n" + os.environ["DATABASE_URL"])
    (here / "data.part").rename(here / "data")
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_server(folder: Path, number: signal.Signals) -> None:
    (folder / "test_waiting.py").write_text(WAITS)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p tests.postgres -p no:django -p no:cacheprovider\n")
    variables = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "READOUT_DATA"}}
    variables = {name: value for name, value in variables.items() if not name.startswith("PYTEST_")}
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", folder],
        env=variables | {"PYTHONPATH": str(PROJECT)},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert wait_until(lambda: (folder / "data").exists() or run.poll() is not None, seconds=SECONDS)
        data, url = (folder / "data").read_text().splitlines()
        assert "readout" in url
        assert len(processes_of(Path(data))) > 1
        run.send_signal(number)
        run.wait(SECONDS)
    finally:
        run.kill()
        run.wait()
    assert wait_until(lambda: not processes_of(Path(data)), seconds=SECONDS)

    # What a kill has left behind goes with the next run.
    def removed() -> bool:
        remove_left_over(Path(data).parent)
        return not Path(data).exists()

    assert wait_until(removed, seconds=SECONDS)
    assert not Path(url.partition("?host=")[2]).parent.exists()


def test_the_run_of_another_is_left_alone() -> None:
    own = Path(os.environ["READOUT_DATA"])
    remove_left_over(own.parent)
    assert own.exists()
