"""Time things side by side, so that whatever else this machine does meanwhile meets all of them alike."""

import time
from collections.abc import Callable, Mapping
from statistics import median


def interleaved(contenders: Mapping[str, Callable[[], object]], *, rounds: int, calls: int = 5) -> dict[str, float]:
    """The median milliseconds of each contender over `rounds` times `calls` calls, after one that is not counted.

    They take turns call by call; every second turn goes backwards, so that none always profits from its neighbour.
    """
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for call in contenders.values():
        call()
    order = list(contenders)
    for _ in range(rounds * calls):
        for name in order:
            samples[name].append(milliseconds(contenders[name]))
        order.reverse()
    return {name: median(some) for name, some in samples.items()}


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes by the wall clock."""
    began = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - began) / 1e6
