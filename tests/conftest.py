import pytest
from django.test import Client

from dialogues.models import User
from tests import factories


@pytest.fixture
def staff(db: None) -> User:
    """A person who may do everything."""
    return factories.staff_user()


@pytest.fixture
def staff_client(staff: User, client: Client) -> Client:
    """A browser in which `staff` is signed in."""
    client.force_login(staff)
    return client
