"""How a stage says that an article cannot go on, not now, or not in this job."""

from datetime import datetime, timedelta


class ArticleFailed(Exception):
    """The article ends here: `code` is stable, `detail` a sentence for staff. With `retry_in` it is tried again."""

    def __init__(self, code: str, detail: str, *, retry_in: timedelta | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.retry_in = retry_in


class MoreTimeNeeded(Exception):
    """The stage cannot be done within the time that others may be kept waiting: a job of its own goes on with it."""


class HostNotFree(Exception):
    """The host is not asked now: tried at `until`, without counting an attempt.

    `because` is what the host itself says, a sentence for staff; empty when others are merely first.
    """

    def __init__(self, host: str, until: datetime, because: str = "") -> None:
        super().__init__(because or f"{host} is not free until {until}")
        self.host = host
        self.until = until
        self.because = because
