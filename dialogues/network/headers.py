"""HTTP header fields: looking one up, checking one before it is sent, and reading Retry-After."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = 7 * 24 * 3600.0


def header_value(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The value of a header, case-insensitively; several fields are joined by commas (RFC 9110, section 5.3)."""
    values = [value for field, value in headers if field.lower() == name.lower()]
    return ", ".join(values) if values else None


def check_header(name: str, value: str) -> None:
    """Refuse, with a ValueError, a value that would end the header or cannot be sent."""
    if not re.fullmatch(r"[\t\x20-\x7e\x80-\xff]*", value):
        raise ValueError(f"{name}: a header may not hold line breaks, control characters or letters beyond Latin-1")


def retry_seconds(value: str | None) -> float | None:
    """Retry-After as seconds or as a date (RFC 9110, section 10.2.3), at most a week."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,12}", value.strip()):
        seconds = float(value)
    else:
        try:
            moment = parsedate_to_datetime(value)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            seconds = (moment - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
