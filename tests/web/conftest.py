from collections.abc import Callable
from typing import TypeAlias

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

QueryCount: TypeAlias = Callable[[str], int]


@pytest.fixture
def queries_of(client: Client) -> QueryCount:
    """How many queries a page needs."""

    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count
