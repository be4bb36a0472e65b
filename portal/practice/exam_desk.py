"""What stands between a batch's scores and their submission: a second look, reports, photographs."""

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from examiners.models import Examiner
from exams.evaluation.panel import others
from exams.evaluation.positions import take_position
from exams.evaluation.writing import begin_report, change_report
from exams.models import REQUIRED_EVIDENCE, Stance
from exams.proof.keeping import add_files
from exams.proof.rules import Declaration
from exams.scoring.confirming import digest_of
from exams.selectors import by_item, examined
from exams.services.score_confirming import confirm_scores
from ostami import clock
from portal.practice.people import PASSWORD
from portal.practice.pictures import practice_sheet
from portal.practice.station_desk import Desk
from stations.services.files import SentFile
from workflow.lifecycle import perform

CHECKER = "贾复核"
# Who sits on the panel of the batch whose scores are to be entered, besides its leader.
PANEL_LOGINS = ("贾精车", "贾铣平")
NO_CAMERA = "演练样张由平台绘制，没有拍摄日期。"
REPORT = {
    "premises": "理论考场单人单桌，实训车间工位间距和照明符合要求。",
    "equipment": "设备考前试运行正常，工量具和材料按备料单备齐。",
    "papers": "试题符合等级要求，难度适当。",
    "marking": "评分前统一了标准，考评员独立评分。",
    "misconduct": "无违纪情况。",
    "incidents": "无突发情况。",
    "problems": "无。",
    "advice": "建议继续加强安全文明生产训练。",
}


def readied(desk: Desk, batch: Batch) -> Batch:
    """Do all that a batch whose scores are entered needs before its results are handed in."""
    for item, people in by_item(examined(batch)):
        confirm_scores(item=item, seen=digest_of(people), actor=checker_of(desk), at=clock.now())
        _reported(item)
        _proven(desk, item)
    return batch


def checker_of(desk: Desk) -> User:
    """Return the login of the station's second person, who reads scores against the papers."""
    username = f"{CHECKER}@{desk.station.code}"
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(
        username, PASSWORD, role=Role.STATION, organisation=desk.station.organisation, person_name=CHECKER
    )


def login_of(examiner: Examiner) -> User:
    """Return an examiner's own login, opened where there is none."""
    if examiner.user is None:
        examiner.user = User.objects.create_user(
            examiner.person_name,
            PASSWORD,
            role=Role.EXAMINER,
            organisation=examiner.station.organisation,
            person_name=examiner.person_name,
        )
        examiner.save(update_fields=["user"])
    return examiner.user


def open_logins(desk: Desk) -> None:
    """Open the logins of those who have a part in the batch whose scores are to be entered."""
    checker_of(desk)
    for examiner in Examiner.objects.filter(station=desk.station, person_name__in=PANEL_LOGINS):
        login_of(examiner)


def _reported(item: BatchItem) -> None:
    """Have the leader write and issue the report, and everybody else confirm it."""
    leader, rest = login_of(item.leader), [login_of(one) for one in others(item)]
    report = begin_report(item=item, actor=leader, at=clock.now())
    report = change_report(report=report, facts=REPORT, actor=leader, at=clock.now())
    report = perform(report, "issue", actor=leader)
    for login in rest:
        take_position(report=report, stance=Stance.CONFIRM, text="", actor=login, at=clock.now())


def _proven(desk: Desk, item: BatchItem) -> None:
    declared = Declaration(taken_on=item.batch.exam_date, why=NO_CAMERA)
    for number, kind in enumerate(REQUIRED_EVIDENCE, start=1):
        picture = SentFile(f"{kind.label}.jpg", practice_sheet(f"{item} {kind.label}", number=number))
        add_files(item=item, kind=kind, files=[picture], actor=desk.login, at=clock.now(), declared=declared)
