"""What examiners add to the rules of station applications."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from accounts.names import clean_person_name, fold
from examiners.models import Examiner
from ostami.problems import Problem
from stations.models import ApplicationPerson, PersonRole, StationApplication
from workflow.lifecycle import Step, lifecycle_of

LEAVE_EMPTY = "请核对编号；还没有取得证书的，编号留空，另行办理考评员申报"


def named_examiners_are_valid(step: Step[StationApplication]) -> Iterator[Problem]:
    """An examiner named with a certificate number is a valid examiner of the station that applies.

    A person sits at one station (guide 4.5.1-4): an establishment can name nobody registered elsewhere.
    """
    application = step.case
    people = list(application.people.filter(role=PersonRole.EXAMINER).exclude(certificate_number=""))
    numbers = [_number(person) for person in people]
    known = {one.certificate_number: one for one in Examiner.objects.filter(certificate_number__in=numbers)}
    for number, times in Counter(numbers).items():
        if times > 1:
            yield Problem(f"证书编号“{number}”填写给了 {times} 名考评员", "2.1.2", "每名考评员只能登记一次")
    for person in people:
        examiner = known.get(_number(person))
        if examiner is None:
            yield Problem(f"考评员{person.name}的证书编号“{_number(person)}”没有登记", remedy=LEAVE_EMPTY)
        else:
            yield from _unfit(person, examiner, application, step.day)


def _number(person: ApplicationPerson) -> str:
    return fold(person.certificate_number).upper()


def _unfit(
    person: ApplicationPerson, examiner: Examiner, application: StationApplication, today: date
) -> Iterator[Problem]:
    number = examiner.certificate_number
    if examiner.station_id != application.station_id:
        # Whose number it is, and where, is not for the applicant to read.
        yield Problem(
            f"考评员{person.name}的证书编号“{number}”登记在其他考试站，一名考评员只在一个考试站任职",
            "4.5.1-4",
            "请改报其他人员；确需调入的，先由原考试站办理终止，再留空编号另行申报",
        )
    elif clean_person_name(person.name) != examiner.person_name:
        yield Problem(
            f"证书编号“{number}”登记的考评员是{examiner}，与所填姓名“{person.name}”不符",
            remedy="请核对姓名和编号",
        )
    elif not examiner.is_valid_on(today):
        fault = f"考评员{person.name}的资格不在有效期内（{examiner.validity}）"
        yield Problem(fault, remedy="请先办理续期，或改报其他人员")


# Weighed again at the approval: an appointment may have ended while the application waited.
for name in ("submit", "approve"):
    lifecycle_of(StationApplication).contribute(name, guards=(named_examiners_are_valid,))
