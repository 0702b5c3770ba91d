"""A RabbitMQ server of Debian's package for a test: on ports of loopback that are free, with its data in a folder."""

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Final

from kombu import Connection

from tests.site import wait_for

# The script in the path gives up root's rights to a system user, who could not write to the folder of a test.
PROGRAM: Final = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
NO_RABBITMQ: Final = "NO_RABBITMQ: no RabbitMQ is found. On Debian: apt-get install rabbitmq-server"
START_SECONDS: Final = 60


def is_installed() -> bool:
    return PROGRAM.exists()


class RabbitMQ:
    """The server and the little one that knows its port (epmd), which it would otherwise leave behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._node, self._distribution, self._names = free_ports(3)
        self._processes: list[subprocess.Popen[bytes]] = []
        self.url = f"amqp://guest:guest@127.0.0.1:{self._node}//"
        self.log = folder / "rabbitmq.log"

    def start(self) -> None:
        self._folder.mkdir(exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "RABBITMQ_BASE": str(self._folder),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "data"),
            "RABBITMQ_LOG_BASE": str(self._folder / "logs"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
            "RABBITMQ_PID_FILE": str(self._folder / "pid"),
            "RABBITMQ_NODENAME": f"readout{self._node}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._node),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._names),
        }
        epmd = shutil.which("epmd") or "epmd"
        self._run([epmd, "-address", "127.0.0.1", "-port", str(self._names)], environment)
        self._run([str(PROGRAM)], environment)
        wait_for("RabbitMQ", self._answers, seconds=START_SECONDS)

    def stop(self) -> None:
        for process in reversed(self._processes):
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._processes.clear()

    def _run(self, command: list[str], environment: dict[str, str]) -> None:
        with self.log.open("ab") as log:
            self._processes.append(
                subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            )

    def _answers(self) -> bool:
        if self._processes[-1].poll() is not None:
            raise AssertionError(f"RabbitMQ ended: {self.log.read_text()[-2000:]}")
        try:
            with Connection(self.url, connect_timeout=1) as connection:
                connection.connect()
                return True
        except OSError:
            return False


def free_ports(number: int) -> list[int]:
    """Ports of loopback that are free at this moment."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
