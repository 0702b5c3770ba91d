import pytest
from django.test import Client

from dialogues.models import ApiToken
from dialogues.models.roles import Role
from tests import factories
from tests.api.problems import problem

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/metrics/"
AS_PROMETHEUS_ASKS = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1"


def test_a_monitoring_system_reads_them_with_a_token_of_a_viewer(client: Client) -> None:
    _, secret = ApiToken.issue(user=factories.staff_with(Role.VIEWER), name="monitoring")
    response = client.get(ADDRESS, headers={"authorization": f"Bearer {secret}", "accept": AS_PROMETHEUS_ASKS})
    assert response.status_code == 200
    assert response["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response["cache-control"] == "no-store"
    assert b'readout_jobs{stage="read",state="waiting"} 0.0' in response.content


def test_whoever_accepts_plain_text_gets_it(client: Client) -> None:
    client.force_login(factories.staff_with(Role.VIEWER))
    assert client.get(ADDRESS, headers={"accept": "text/plain"}).status_code == 200
    assert problem(client.get(ADDRESS, headers={"accept": "image/png"}), 406)


def test_nobody_else_reads_them(client: Client) -> None:
    assert problem(client.get(ADDRESS), 401)
    client.force_login(factories.staff_with(None))
    assert problem(client.get(ADDRESS), 403)


def test_a_parameter_is_refused(client: Client) -> None:
    client.force_login(factories.staff_with(Role.VIEWER))
    assert problem(client.get(ADDRESS, {"stage": "read"}), 400)
