"""How a fetch fails: the codes that are stored, and the sentences that staff read."""

import ssl
from enum import StrEnum

# RFC 9110 and RFC 6585: these say "not now" rather than "not". 202 is what sites behind a bot check often send.
TEMPORARY = frozenset({202, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class FetchErrorCode(StrEnum):
    """Why a fetch failed; the values are stored, so they are never renamed."""

    BAD_URL = "bad_url"
    REFUSED_ADDRESS = "refused_address"
    UNRESOLVABLE = "unresolvable"
    UNREACHABLE = "unreachable"
    TLS_ERROR = "tls_error"
    TIMED_OUT = "timed_out"
    INTERRUPTED = "interrupted"
    BAD_RESPONSE = "bad_response"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    HTTP_ERROR = "http_error"
    UNSUPPORTED_TYPE = "unsupported_type"
    BAD_ENCODING = "bad_encoding"
    DISALLOWED = "disallowed"


class FetchError(Exception):
    """A fetch that failed; its text is a plain sentence for staff: what happened, and what they can do.

    `retryable` says whether the same request may work later, `status` is the server's answer where there was one, and
    `retry_after` is the number of seconds for which the server asked us to wait.
    """

    def __init__(
        self,
        code: FetchErrorCode,
        message: str,
        *,
        retryable: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable
        self.status = status
        self.retry_after = retry_after


def bad_url(rule: str) -> FetchError:
    message = f"This address cannot be used: {rule}. Please correct it."
    return FetchError(FetchErrorCode.BAD_URL, message)


def refused(host: str, rule: str) -> FetchError:
    message = f"{host} is not fetched: {rule}. Use the public address, or ask the operator to allow the network."
    return FetchError(FetchErrorCode.REFUSED_ADDRESS, message)


def unresolvable(host: str) -> FetchError:
    message = f"The name {host} could not be found. Check its spelling; it will be tried again."
    return FetchError(FetchErrorCode.UNRESOLVABLE, message, retryable=True)


def http_error(host: str, status: int, retry_after: float | None) -> FetchError:
    retryable = status in TEMPORARY
    remedy = "It will be tried again." if retryable else "Check the address in a browser, or paste the text instead."
    return FetchError(
        FetchErrorCode.HTTP_ERROR,
        f"{host} answered with status {status} instead of the page. {remedy}",
        retryable=retryable,
        status=status,
        retry_after=retry_after,
    )


def tls_error(host: str, error: Exception) -> FetchError:
    untrusted = isinstance(error.__cause__, ssl.SSLCertVerificationError)
    problem = "has a certificate that cannot be trusted" if untrusted else "did not agree on an encrypted connection"
    remedy = "Check the address in a browser, or paste the text instead."
    return FetchError(FetchErrorCode.TLS_ERROR, f"{host} {problem}. {remedy}", retryable=not untrusted)


def too_large() -> FetchError:
    return FetchError(FetchErrorCode.TOO_LARGE, "The answer is larger than what is taken. Paste the text that matters.")


def unsupported_type(content_type: str) -> FetchError:
    named = f"is of the type {content_type[:100]!r}" if content_type else "does not say its type"
    message = f"The answer {named}, which cannot be read. Use the address of a web page, a feed or a PDF."
    return FetchError(FetchErrorCode.UNSUPPORTED_TYPE, message)


def bad_encoding(rule: str) -> FetchError:
    message = f"The answer is compressed {rule}. Paste the text or upload the file instead."
    return FetchError(FetchErrorCode.BAD_ENCODING, message)


def too_many_redirects(how: str) -> FetchError:
    message = f"The site sends us on {how}. Use the address that a browser shows in the end."
    return FetchError(FetchErrorCode.TOO_MANY_REDIRECTS, message)


def bad_redirect(rule: str) -> FetchError:
    message = f"The site sends us on {rule}. Use the address that a browser shows in the end."
    return FetchError(FetchErrorCode.BAD_REDIRECT, message)
