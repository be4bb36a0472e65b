"""What whoever decides on an application should look at; it stands in nobody's way."""

from collections.abc import Iterator

from stations.form_contents import requested_in_order
from stations.models import ApplicationKind, PersonRole, Station, StationApplication, StationStatus


def attention_points(application: StationApplication) -> list[str]:
    """Return sentences on what deserves a second look."""
    return [*_same_host(application), *_no_certificate(application), *_doubtful(application)]


def _same_host(application: StationApplication) -> Iterator[str]:
    """A school that has a station rather adds scope than founds another."""
    if application.kind != ApplicationKind.ESTABLISHMENT:
        return
    others = Station.objects.exclude(status=StationStatus.CLOSED).select_related("organisation")
    if application.station_id:
        others = others.exclude(pk=application.station_id)
    for station in others.filter(host_organization=application.host_organization):
        yield f"该承建单位已有{station}（{station.code}），请核对是否应由该站申请增项。"


def _no_certificate(application: StationApplication) -> Iterator[str]:
    if application.kind == ApplicationKind.SCOPE_REDUCTION:
        return
    names = [
        person.name
        for person in application.people.all()
        if person.role == PersonRole.EXAMINER and not person.certificate_number
    ]
    if names:
        who = f"{len(names)} 名考评员没有填写证书编号（{'、'.join(names)}）"
        yield f"{who}，须另行办理考评员审批（服务指南 3.1）。"


def _doubtful(application: StationApplication) -> Iterator[str]:
    for requested in requested_in_order(application):
        if requested.trade.doubtful:
            yield f"目录中“{requested.trade.name}”的名称待核对：{requested.trade.doubt}。"
