"""Managers of exam affairs, and supervisors."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import Organisation
from examiners.models import Manager, Supervisor
from stations.models import Station

_serial = count(1)
VALID = {"valid_from": date(2025, 1, 1), "valid_to": date(2027, 12, 31)}


def manager(station: Station, name: str = "沈管理", **facts: Any) -> Manager:
    """Make a manager of a station, valid from 2025 to 2027."""
    number = f"GL2025{next(_serial):05d}"
    told = {"certificate_number": number, "phone": "13900003333", **VALID, **facts}
    return Manager.objects.create(station=station, person_name=name, **told)


def supervisor(organisation: Organisation, name: str = "方督导", **facts: Any) -> Supervisor:
    """Make a supervisor of a management station, valid from 2025 to 2027, of a research institute."""
    told = {
        "certificate_number": f"DD2025{next(_serial):04d}",
        "employer": "练习机械研究院",
        "province": "江苏省",
        "phone": "13900004444",
        "email": "fang@example.com",
        **VALID,
        **facts,
    }
    return Supervisor.objects.create(organisation=organisation, person_name=name, **told)
