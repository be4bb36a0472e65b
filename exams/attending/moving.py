"""What a new exam date does to the attendance that was recorded."""

from batches.models import DateChange
from exams.models import Attendance
from workflow import audit
from workflow.lifecycle import Step


def forget_attendance(step: Step[DateChange]) -> None:
    """Clear who came on the day on which the exam was stopped: on the new day people come anew."""
    batch = step.case.batch
    people, _ = Attendance.objects.filter(enrolment__batch=batch).delete()
    if people:
        sentence = f"考试日期已调整，清除了原考试日的到考登记（{people} 条）"
        audit.record(batch, action="clear_attendance", sentence=sentence, actor=step.actor, at=step.at)
