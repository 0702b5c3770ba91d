"""What a problem says, for the tests of the API."""

from typing import Any


def problem(response: Any, status: int) -> dict[str, Any]:
    """The body of an answer that must be a problem of this status."""
    assert response.status_code == status, response.content[:500]
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["detail"]
    return body


def errors(response: Any) -> dict[str, str]:
    """The messages of a 400, by field."""
    return {one["field"]: one["message"] for one in problem(response, 400)["errors"]}
