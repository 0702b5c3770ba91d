import pytest
from django.test import Client

from dialogues.models import ApiToken, User


@pytest.fixture
def api(db: None, client: Client) -> Client:
    """Somebody who is not signed in."""
    return client


@pytest.fixture
def staff_token(staff: User) -> str:
    """The text of a token of `staff`."""
    return ApiToken.issue(user=staff, name="tests")[1]


@pytest.fixture
def staff_api(db: None, staff_token: str) -> Client:
    """A program that has a token of `staff`; like one, it has no cookies."""
    return Client(headers={"authorization": f"Bearer {staff_token}"})
