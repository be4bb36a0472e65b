"""One person's two windows confirm the same table at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from documents.keeping import keep_table
from jobs.models import Job
from tests.documents.workbooks import GOOD_ROW, sheet

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.documents.import_pages"),
]
PAGE = "/tests/machines/"


def test_in_a_rush_a_table_is_imported_exactly_once(management_user: User) -> None:
    upload = keep_table(owner=management_user, kind=PAGE, content=sheet(GOOD_ROW), name="设备.xlsx")
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(management_user)
    start = Barrier(len(clients))

    def rush(client: Client) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            return str(client.post(PAGE, {"confirm": upload.pk}).headers["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = sorted(threads.map(rush, clients))
    assert answers == ["/stations/", PAGE, PAGE, PAGE]
    assert Job.objects.count() == 1
