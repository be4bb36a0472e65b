"""Remind stations of their batches' deadlines, and approvers of decisions; to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from batches.services.approval_reminding import remind_approvers
from batches.services.reminding import DueReport, remind_due
from ostami import clock


class Command(BaseCommand):
    """Send the reminders that are due; can be repeated at any time, and a day without a run is caught up."""

    help = (
        "Remind by mail before rosters, papers and exams of batches (7, 3 and 1 days ahead, unless set "
        "otherwise), and of approvals that are due or late."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        stations, approvers = remind_due(at=at), remind_approvers(at=at)
        done = f"批次提醒：{_counts(stations)}审批提醒：{_counts(approvers)}"
        if stations.failed or approvers.failed:
            raise CommandError(f"{done}失败的没有记录，下次运行时再发。请检查邮件服务器。")
        self.stdout.write(done)


def _counts(report: DueReport) -> str:
    return f"已发送 {report.sent}，无预留邮箱 {report.without_mailbox}，发送失败 {report.failed}。"
