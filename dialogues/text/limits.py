"""The limits under which a process reads what others wrote."""

import ctypes
import resource
import signal
import sys
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def limit_memory(most_bytes: int) -> None:
    """Never more addresses than these: beyond them an allocation fails. For good."""
    _limit(resource.RLIMIT_AS, most_bytes)


def limit_time_from_now(seconds: int) -> None:
    """So many more seconds on the processor, after which the system ends this process with SIGXCPU."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + seconds, hardest))


def write_nothing() -> None:
    """No file grows by a byte and no dump is left behind; pipes and sockets are no files."""
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def end_with_parent() -> None:
    """Be killed as soon as the parent is gone, on Linux; elsewhere the end of its pipe has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def address_space() -> int:
    """Bytes of addresses that this process has now; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _limit(kind: int, most: int) -> None:
    _, hardest = resource.getrlimit(kind)
    if hardest == resource.RLIM_INFINITY or hardest > most:
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS has no limit of the address space
            return
