"""Time things side by side, so that whatever else this machine does meanwhile meets all of them alike."""

import time
from collections.abc import Callable, Mapping
from statistics import median


def interleaved(contenders: Mapping[str, Callable[[], object]], *, rounds: int, calls: int = 5) -> dict[str, float]:
    """The median milliseconds of each contender over `rounds` times `calls` calls, after one that is not counted.

    In each round they take turns, each with a few calls in a row: after the long work of another one the first call
    finds every cache cold, which costs the quickest most and would flatter the others. Every second round goes
    backwards, so that none always comes after the same neighbour.
    """
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for call in contenders.values():
        call()
    order = list(contenders)
    for _ in range(rounds):
        for name in order:
            samples[name] += [milliseconds(contenders[name]) for _ in range(calls)]
        order.reverse()
    return {name: median(some) for name, some in samples.items()}


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes by the wall clock."""
    began = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - began) / 1e6
