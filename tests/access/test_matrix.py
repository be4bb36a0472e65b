"""The access matrix: every address × method × role, complete by test.

`matrix.csv` is the table: an address that is missing from it fails, so does one that is gone. After a change
that is meant, `WRITE_MATRIX=1 make test ARGS=tests/access LANE=sqlite` writes it anew, to be read as a diff.
"""

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from stations.models import Station
from tests.access.exam_day import ExamDay
from tests.access.world import TODAY, World, build
from workflow.lifecycle import lifecycle_of

TABLE = Path(__file__).with_name("matrix.csv")
METHODS = ("GET", "POST")
REFUSED = {403, 404, 405}
Key = tuple[str, str]


def _parts(world: World) -> dict[str, Mapping[str, int | str]]:
    """Return what an address's parts stand for, by the beginning of its name; the longest match counts."""
    certified, opened = {"pk": world.certified_batch.pk}, {"pk": world.open_batch.pk}
    chosen = world.draft_batch.items.get()
    draft_batch = {"pk": world.draft_batch.pk, "item": chosen.pk, "plan_item": chosen.plan_item_id}
    application, filed = world.draft_application, {"pk": world.application.pk}
    draft = {
        "pk": application.pk,
        "item": application.trades.get().pk,
        "file": application.attachments.earliest("pk").pk,
    }
    return {
        "": {},
        "accounts:reset_password": {"uidb64": "MQ", "token": "none"},
        "jobs:": {"pk": world.job.pk},
        "scope_catalog:": {"pk": world.trade.pk},
        "stations:": {"code": world.station.code, "pk": world.grant.pk},
        "stations:grant_levels": {"code": world.station.code, "trade": world.trade.pk},
        "stations:staff": {"code": world.station.code, "pk": world.staff_member.pk},
        "station_applications:": {**draft, "kind": "establishment", "token": "none"},
        "station_applications:page": filed,
        "station_applications:changes": filed,
        "station_applications:form_pdf": filed,
        "station_applications:form_docx": filed,
        "station_applications:move": filed,
        "annual_reviews:": {"pk": world.review.pk, "year": world.review.year},
        "examiners:": {
            "pk": world.examiner.pk,
            "code": world.station.code,
            "token": str(world.examiner.card_token),
        },
        "examiners:manager": {"pk": world.manager.pk},
        "examiners:supervisor": {"pk": world.supervisor.pk},
        "examiners:transfer": {"pk": world.transfer.pk},
        "examiner_applications:": {
            "pk": world.examiner_application.pk,
            "file": world.examiner_application.evidence.earliest("pk").pk,
        },
        "trainings:": {"pk": world.training.pk},
        "trainings:withdraw": {"pk": world.entry.pk},
        "accounts:invitation": {"token": "none"},
        "batches:plan": {"pk": world.draft_plan.pk, "item": world.draft_plan.items.get().pk},
        "batches:": certified,
        "batches:edit": draft_batch,
        "batches:discard": draft_batch,
        "batches:date_change": {"pk": world.date_change.pk},
        "batches:date_change_new": opened,
        "batches:calendar_feed": {"token": "none"},
        "batches:item": draft_batch,
        "candidates:": {"pk": world.enrolment.pk, "item": world.open_batch.items.get().pk},
        "candidates:material_change": {"candidate_type": "student", "kind": "certificate"},
        "candidates:document_type": {"kind": "passport"},
        "candidates:class_": {"pk": world.entry_of_class.pk},
        "candidates:class_list": {"pk": world.handed_in.batch_id},
        "candidates:class_import": {"pk": world.handed_in.batch_id},
        "candidates:class_slips": {"pk": world.handed_in.batch_id},
        "candidates:enrolment_slip": {"pk": world.handed_in.pk},
        "candidates:correction": {"pk": world.correction.pk},
        "candidates:correction_new": {"pk": world.handed_in.pk},
        "candidates:correction_value": {"pk": world.handed_in.pk, "fact": "class_name"},
        "candidates:scan": {"pk": world.scan.pk},
        "candidates:scans": {"pk": world.handed_in.batch_id},
        "candidates:form_by_code": {"form_code": str(world.handed_in.form_code)},
        "candidates:stamped_form": {"pk": world.handed_in.pk},
        "candidates:judge": {"pk": world.handed_in.pk},
        "candidates:review_accept": {"pk": world.handed_in.pk},
        "candidates:bulk_accept": opened,
        "candidates:upload_file": {"pk": world.upload.pk},
        "candidates:roster": opened,
        "candidates:eligibility": {"pk": world.clause.pk},
        "candidates:birth_years": {"pk": world.birth_years.pk},
        "question_bank:": {"pk": world.question.pk, "picture": world.picture.pk},
        "question_bank:task": {"pk": world.task.pk},
        "question_bank:blueprint": {"pk": world.blueprint.pk},
        "question_bank:paper": {
            "pk": world.paper.pk,
            "part": "paper_a",
            "question": world.paper.questions.earliest("pk").question_id,
        },
        "question_bank:item_paper": {"pk": world.paper_use.item_id, "kind": "theory"},
        "question_bank:item_paper_stop": {"pk": world.paper_use.pk},
        "question_bank:self_test": {
            "pk": world.self_test.pk,
            "place": 1,
            "trade": world.trade.pk,
            "level": 4,
            "picture": world.picture.pk,
        },
        "exams:": certified,
        "exams:paper": {"pk": world.paper_use.pk, "part": "paper_a", "size": "a4"},
        "exams:supervision": {"pk": world.assignment.pk},
        "exams:supervision_draw": {"pk": world.draw.pk},
        "exams:supervision_assign": {"pk": world.assignment.batch_id},
        "exams:supervision_assignment": {"pk": world.assignment.pk},
        "exams:assignment_letter": {"pk": world.assignment.pk},
        "exams:supervision_letter": {"pk": world.assignment.batch_id},
        **_exam_day_parts(world.exam_day),
        "working_days:": {"pk": world.special_day.pk},
        "certificates:": {"pk": world.certificate.pk},
        "certificates:batch": certified,
        "certificates:qualified": certified,
    }


def _exam_day_parts(day: ExamDay) -> dict[str, Mapping[str, int | str]]:
    item, report = {"pk": day.evaluation.item_id}, {"pk": day.report.pk, "photo": day.photo.pk}
    batch = {"pk": day.evaluation.item.batch_id}
    return {
        "exams:room": {"pk": day.room.pk},
        "exams:session": {"pk": day.session.pk},
        "exams:session_new": {**batch, "kind": "theory"},
        "exams:session_room": {"pk": day.place.pk, "paper": "doors"},
        "exams:seating_print": {**batch, "paper": "tickets"},
        "exams:enrolment_ticket": {"pk": day.review.enrolment_id},
        "exams:attendance": {**batch, "kind": "theory"},
        "exams:score_confirm": item,
        "exams:marks": item,
        "exams:score_sheet": item,
        "exams:evidence_": {"pk": day.evidence.pk},
        "exams:evaluation": {"pk": day.evaluation.pk},
        "exams:evaluation_begin": item,
        "exams:evaluation_writer": item,
        "exams:position": {"pk": day.evaluation.pk},
        "exams:position_excuse": {"pk": day.evaluation.pk, "examiner": day.position.examiner_id},
        "exams:opposition": {"pk": day.evaluation.pk, "position": day.position.pk},
        "exams:supervision_report": report,
        "exams:supervision_report_begin": {"pk": day.report.assignment_id},
        "exams:supervision_photo": report,
        "exams:rectification": report,
        "exams:notice": {"pk": day.notice.pk},
        "exams:objection": {"pk": day.objection.pk},
        "exams:score_review": {"pk": day.review.enrolment_id},
        "exams:score_review_answer": {"pk": day.review.pk},
        "exams:make_up": {"pk": day.review.enrolment_id},
        "exams:disposal": {"pk": day.disposal.pk},
        "exams:disposal_propose": {**batch, "kind": "other"},
    }


@pytest.fixture
def world(
    station: Station, other_station: Station, management_user: User, branch_user: User, centre_user: User
) -> Iterator[World]:
    with time_machine.travel(TODAY, tick=False):
        yield build(
            station,
            other_station,
            {"management": management_user, "branch": branch_user, "centre": centre_user},
        )


def _walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{entry.namespace}:" if entry.namespace else space)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{space}{entry.name}", entry


def _addresses(world: World) -> Iterator[tuple[str, str]]:
    """Yield every address with its name; where it ends in a transition, one for each of the life cycle."""
    table = _parts(world)
    for name, pattern in _walk(get_resolver()):
        known = table[max((key for key in table if name.startswith(key)), key=len)]
        wanted = set(pattern.pattern.converters)
        parts = {part: value for part, value in known.items() if part in wanted}
        if "transition" not in wanted:
            yield name, reverse(name, kwargs=parts)
            continue
        model = pattern.callback.view_class.model  # type: ignore[attr-defined]  # a TransitionView
        for transition in lifecycle_of(model).transitions:
            yield f"{name}[{transition}]", reverse(name, kwargs={**parts, "transition": transition})


class Writes:
    """Notes every statement that writes: a refused request issues none, a GET none but its audit."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        params: object,
        many: object,
        context: object,
    ) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.seen.append(sql)
        return execute(sql, params, many, context)

    def beyond_audit(self) -> list[str]:
        """Return the writes that aren't the record of a look at personal data."""
        return [sql for sql in self.seen if "workflow_" not in sql]


def _cookie(user: User | None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.cookies.output(header="", sep=";", attrs=[]).strip()


def _answers(world: World) -> dict[Key, dict[str, int]]:
    """Ask at every address by every method as every actor; each request is rolled back."""
    cookies = {actor: _cookie(user) for actor, user in world.actors.items()}
    answers: dict[Key, dict[str, int]] = {}
    for name, address in _addresses(world):
        for method in METHODS:
            row = answers.setdefault((name, method), {})
            for actor, cookie in cookies.items():
                row[actor] = _ask(method, address, cookie, f"{method} {name} as {actor}")
    return answers


def _ask(method: str, address: str, cookie: str, words: str) -> int:
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        client = Client(headers={"Cookie": cookie})
        answer = client.generic(method, address, "", "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    if answer.status_code in REFUSED or "/login/" in answer.headers.get("Location", ""):
        assert writes.seen == [], f"{words} was refused and wrote"
    elif method == "GET":
        assert writes.beyond_audit() == [], f"{words} wrote"
    return answer.status_code


def _expected() -> dict[Key, dict[str, int]]:
    with TABLE.open(newline="") as file:
        return {
            (row.pop("address"), row.pop("method")): {actor: int(code) for actor, code in row.items()}
            for row in csv.DictReader(file)
        }


def _write(answers: dict[Key, dict[str, int]]) -> None:
    with TABLE.open("w", newline="") as file:
        actors = list(next(iter(answers.values())))
        writer = csv.DictWriter(file, ["address", "method", *actors], lineterminator="\n")
        writer.writeheader()
        for (address, method), row in sorted(answers.items()):
            writer.writerow({"address": address, "method": method, **row})


@pytest.mark.django_db
def test_every_address_answers_every_role_as_the_table_says(world: World) -> None:
    answers = _answers(world)
    if os.environ.get("WRITE_MATRIX"):
        _write(answers)
    assert answers == _expected()


STATION_CASES = (
    "batches:plan",
    "batches:batch",
    "batches:edit",
    "candidates:roster",
    "exams:scores",
    "stations:staff",
    "stations:staff_edit",
    "station_applications:page",
    "station_applications:form_pdf",
    "annual_reviews:page",
    "annual_reviews:edit",
    "examiner_applications:page",
    "examiner_applications:form",
    "examiner_applications:form_pdf",
    "examiner_applications:file",
    "examiners:page",
    "examiners:card",
    "examiners:manager",
    "trainings:withdraw",
)
SCHOOLS_CASES = tuple(
    f"station_applications:{page}"
    for page in (
        "host",
        "premises",
        "people",
        "equipment",
        "trades",
        "trade",
        "files",
        "file",
        "check",
        "discard",
    )
)
PERSONS_CASES = ("candidates:enrolment", "candidates:form", "candidates:upload_file", "certificates:page")


def test_the_table_lets_no_stranger_in() -> None:
    """Whatever was written into it: another station, another candidate, a visitor never gets a case page."""
    for (address, method), row in _expected().items():
        name = address.split("[")[0]
        if name in STATION_CASES or name in {
            "batches:transition",
            "batches:plan_transition",
            "station_applications:move",
            "annual_reviews:move",
            "examiner_applications:move",
        }:
            assert row["other_station"] in REFUSED, (address, method)
        if name in PERSONS_CASES or name == "candidates:transition":
            assert row["other_candidate"] in REFUSED, (address, method)
        if name in SCHOOLS_CASES:
            for stranger in ("other_applicant", "station", "management", "branch", "centre"):
                assert row[stranger] in REFUSED, (address, method)
        if name in STATION_CASES + PERSONS_CASES + SCHOOLS_CASES:
            assert row["visitor"] in {302, 405}, (address, method)
