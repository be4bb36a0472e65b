"""An operator lets the centre and management in for the first time."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Organisation
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_printed_password_opens_the_change_of_password_alone(
    centre_org: Organisation, client: Client
) -> None:
    out = StringIO()
    call_command("first_password", centre_org.code, stdout=out)
    password = out.getvalue().split("：")[2].split("（")[0]
    answer = client.post("/account/login/", {"username": "练习指导中心", "password": password})
    assert answer.status_code == 302
    assert client.get("/stations/").headers["Location"] == "/account/password/first/"
    assert AuditEvent.objects.get(action="first_password").changes == {}


def test_an_unknown_code_is_named(centre_org: Organisation) -> None:
    with pytest.raises(CommandError, match="No organisation has the code 1"):
        call_command("first_password", "1")
