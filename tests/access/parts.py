"""What the parts of every address stand for in the access matrix's world."""

from collections.abc import Mapping

from certificates.models import ChangeKind
from certificates.rosters.catalogue import ROSTER_PAPERS
from certificates.upload.catalogue import NATIONAL_PAPERS
from tests.access.certificates_world import Certificates
from tests.access.exam_day import ExamDay
from tests.access.world import World

# By the name of the part; several words stand for an address each.
Parts = Mapping[str, int | str | tuple[str, ...]]


def parts_of(world: World) -> dict[str, Parts]:
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
        "office:": {"pk": world.certificates.destruction.requested_by_id},
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
        "accounts:mail_again": {"pk": world.mail.pk},
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
        **_certificate_parts(world.certificates),
    }


def _exam_day_parts(day: ExamDay) -> dict[str, Parts]:
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


def _certificate_parts(around: Certificates) -> dict[str, Parts]:
    batch, national = {"pk": around.own.batch.pk}, {"pk": around.national.batch.pk}
    return {
        "certificates:": {"pk": around.own.pk, "token": around.own.token},
        "certificates:batch": batch,
        "certificates:qualified": batch,
        "certificates:roster_paper": {**batch, "paper": tuple(ROSTER_PAPERS)},
        "certificates:national": {**national, "paper": tuple(NATIONAL_PAPERS)},
        "certificates:numbers": national,
        "certificates:prefix": {"pk": around.prefix.pk},
        "certificates:fee_remove": {"pk": around.fee.pk},
        "certificates:settlement": {"pk": around.slip.settlement_id},
        "certificates:settlement_open": national,
        "certificates:slip": {"pk": around.slip.settlement_id, "slip": around.slip.pk},
        "certificates:destruction": {"pk": around.destruction.pk},
        "certificates:ship": batch,
        "certificates:shipment": {"pk": around.shipment.pk},
        "certificates:handovers": batch,
        "certificates:change": {"pk": around.correction.pk},
        "certificates:change_new": {"pk": around.national.pk, "kind": tuple(ChangeKind)},
        "certificates:former": {"pk": around.revocation.certificate_id},
        "certificates:former_revocation": {"pk": around.revocation.pk},
    }
