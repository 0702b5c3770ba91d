"""How a stage says that an article cannot go on, or not in this job."""

from datetime import timedelta


class ArticleFailed(Exception):
    """The article ends here: `code` is stable, `detail` a sentence for staff. With `retry_in` it is tried again."""

    def __init__(self, code: str, detail: str, *, retry_in: timedelta | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.retry_in = retry_in


class MoreTimeNeeded(Exception):
    """The stage is not done within the time that others may be kept waiting: a job of its own goes on with it."""
