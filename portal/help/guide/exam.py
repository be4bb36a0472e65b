"""The guided first batch from the exam day to the certificate."""

from collections.abc import Iterator

from django.urls import reverse

from batches.models import BatchStatus
from certificates.models import Certificate, Settlement, SettlementStatus
from exams.publishing.readiness import readiness
from portal.help.guide.step import GuideStep, Story
from portal.practice.exam_desk import CHECKER
from portal.practice.first_batch import EVIDENCE, OFFICE
from portal.practice.offices import centre_login


def from_the_exam(story: Story) -> Iterator[GuideStep]:
    """Yield the steps from the exam on."""
    batch = story.batch
    exam = batch.exam_date if batch else None
    own = batch.get_absolute_url() if batch else reverse("batches:list")
    seated = batch if story.reached(BatchStatus.ROSTER_SUBMITTED) else None
    points = {point.label: point.done for point in readiness(seated)} if seated else {}
    settlement = Settlement.objects.filter(batch=batch).first() if batch else None
    paid = settlement.status if settlement else None
    checker = f"{CHECKER}@{OFFICE.code}"
    leader, *others = (staff.name for staff in OFFICE.staff)
    yield GuideStep(
        "登记成绩",
        "先把平台日期设为考试当日。打开批次的「登记成绩」，两科都填 60 分以上，点「保存成绩」。",
        story.station.username,
        reverse("exams:scores", args=[seated.pk]) if seated else own,
        day=exam,
        done=points.get("登记成绩", False),
    )
    yield GuideStep(
        "复核成绩",
        "换成本站另一人的账号，在「登记成绩」页下方点「复核成绩」，核对后点「复核无误」。登记的人不能复核自己登记的成绩。",
        checker,
        reverse("exams:scores", args=[seated.pk]) if seated else own,
        done=points.get("复核成绩", False),
    )
    yield GuideStep(
        "填写并确认评价报告",
        f"考评组长（如 {leader}）填写各栏并点「签发」；再由 {'、'.join(others)} 分别登录，"
        "选确认，点「提交意见」。组长是您申请批次时选的那一位。",
        leader,
        reverse("exams:evaluations"),
        done=points.get("评价报告", False),
    )
    yield GuideStep(
        "上传考试资料",
        "三张照片、签到表和答卷各传一份。样张里没有拍摄日期，请填写拍摄日期（考试当日）和原因。",
        story.station.username,
        reverse("exams:evidence", args=[seated.pk]) if seated else own,
        done=points.get("考试资料", False),
        samples=EVIDENCE,
    )
    yield GuideStep(
        "提交成绩",
        "打开批次，确认各项已齐，点「提交成绩」。",
        story.station.username,
        own,
        done=story.reached(BatchStatus.RESULTS_SUBMITTED),
    )
    yield GuideStep(
        "审核成绩",
        "打开批次，看一遍成绩、报告和资料，点「审核通过成绩」。平台随即算出证书费用。",
        story.management.username,
        own,
        done=story.reached(BatchStatus.RESULTS_APPROVED),
    )
    slips = settlement.get_absolute_url() if settlement else reverse("certificates:settlements")
    yield GuideStep(
        "上传汇款单",
        "点「上传汇款单」，金额填应付金额，点「上传并提交管理站」。",
        story.station.username,
        slips,
        done=paid in {SettlementStatus.PAID, SettlementStatus.CONFIRMED},
        samples=("slip",),
    )
    yield GuideStep(
        "确认结算",
        "核对汇款单，点「确认结算」。",
        story.management.username,
        slips,
        done=paid == SettlementStatus.CONFIRMED,
    )
    yield GuideStep(
        "核发证书",
        "打开批次，点「核发证书」。公众马上可以查询到这张证书。",
        centre_login().username,
        own,
        done=batch is not None and Certificate.objects.filter(enrolment__batch=batch).exists(),
    )
