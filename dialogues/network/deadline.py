"""The one time limit of a fetch, however many hops, reads and retries it takes."""

import time

from dialogues.network.errors import FetchError, FetchErrorCode


class Deadline:
    """A moment on the monotonic clock after which nothing more is waited for."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds
        self._seconds = seconds

    def remaining(self) -> float:
        """The seconds left; raises `FetchError` when there are none."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> FetchError:
        message = f"The site did not finish its answer within {self._seconds:g} seconds. It will be tried again."
        return FetchError(FetchErrorCode.TIMED_OUT, message, retryable=True)
