"""Two pages that import tables: a list of its own, and rows of one station."""

from collections.abc import Sequence

from django.urls import path

from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from jobs.models import Job
from ostami.problems import BlockedError, Problem
from ostami.urls import handler403, handler404, handler500
from ostami.urls import urlpatterns as portal_patterns
from stations.models import Station
from tests.documents.workbooks import machines

__all__ = ["handler403", "handler404", "handler500"]


def taken(rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
    known = set(Job.objects.values_list("label", flat=True))
    return {row.number: ["“编号”已经登记。"] for row in rows if row.parsed.get("code") in known}


class MachineImport(TableImportView):
    """Machines of everybody, kept as jobs since these need nothing else."""

    permission = Perm.STATION_VIEW

    def spec(self) -> TableImport:
        return machines(check_table=taken)

    def write(self, rows: Sequence[ImportedRow]) -> str:
        for row in rows:
            Job.objects.create(kind="tests.machine", owner=self.actor, label=str(row.parsed["code"]))
        if rows[-1].parsed["code"] == "refused":
            raise BlockedError([Problem("设备太多", remedy="请分批登记")])
        return f"已导入 {len(rows)} 台设备。"

    def address(self) -> str:
        return "/stations/"


class StationMachineImport(ScopedFormView, MachineImport):
    """Machines of one station in scope."""

    model = Station
    permission = Perm.STATION_VIEW

    def write(self, rows: Sequence[ImportedRow]) -> str:
        super().write(rows)
        return f"{self.object}已登记 {len(rows)} 台设备。"


urlpatterns = [
    path("tests/machines/", MachineImport.as_view()),
    path("tests/stations/<int:pk>/machines/", StationMachineImport.as_view()),
    *portal_patterns,
]
