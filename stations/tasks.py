"""The applicant's way through an application: its sections, the paper to sign, the handing in."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from stations.completeness import AREAS, HOST_CELLS, missing_parts, sections_of
from stations.models import AttachmentKind, StationApplication
from stations.sections import Section
from stations.versions import signed_paper_is_stale
from workflow.tasks import Task, TaskState

PRINT_LABEL = "打印登记表、签字盖章"
CHECK_LABEL = "核对并提交"


def tasks_of(application: StationApplication, *, today: date) -> list[Task]:
    """Return the steps of an open application as they stand on the day `today`, in the order to do them."""
    missing = _missing_by_section(application, today)
    filling = [section for section in sections_of(application) if section != Section.FILES]
    sections = [_section(application, section, missing[section]) for section in filling]
    unfinished = [task.label for task in sections if task.state != TaskState.DONE]
    return [
        *sections,
        _printing(application, unfinished),
        _section(application, Section.FILES, missing[Section.FILES]),
        _check(application, sum(map(len, missing.values()))),
    ]


def section_address(application: StationApplication, section: Section) -> str:
    """Return where a section is filled in."""
    return _to(section.value, application)


def _to(name: str, application: StationApplication) -> str:
    return reverse(f"station_applications:{name}", kwargs={"pk": application.pk})


def _missing_by_section(application: StationApplication, today: date) -> dict[Section, list[str]]:
    found: dict[Section, list[str]] = {section: [] for section in sections_of(application)}
    for missing in missing_parts(application, today=today):
        found[missing.section].append(str(missing.problem))
    return found


def _section(application: StationApplication, section: Section, missing: list[str]) -> Task:
    state = TaskState.DONE
    if missing:
        state = TaskState.TODO if _TOUCHED[section](application) else TaskState.UNTOUCHED
    # What a section lacks is a long list before it is begun; it says more once it is.
    hint = "\n".join(missing) if state == TaskState.TODO else ""
    return Task(section.label, state, hint, section_address(application, section))


_TOUCHED: dict[Section, Callable[[StationApplication], bool]] = {
    Section.HOST: lambda one: any(getattr(one, name) for name in HOST_CELLS),
    Section.PREMISES: lambda one: any(getattr(one, name) is not None for name in AREAS),
    Section.PEOPLE: lambda one: one.people.exists(),
    Section.EQUIPMENT: lambda one: one.equipment.exists(),
    Section.TRADES: lambda one: one.trades.exists(),
    Section.REASON: lambda one: bool(one.reason),
    Section.FILES: lambda one: one.attachments.exists(),
}


def _printing(application: StationApplication, unfinished: list[str]) -> Task:
    if unfinished:
        return Task(PRINT_LABEL, TaskState.BLOCKED, f"请先完成：{'、'.join(unfinished)}")
    signed = application.attachments.filter(kind=AttachmentKind.SIGNED_FORM).exists()
    hint = "第一页由法人签字并盖章，最后一页第一栏盖章并签署意见；一式 2 份，扫描后在“上传材料”中上传"
    if stale := signed and signed_paper_is_stale(application):
        hint = f"登记表的内容在上次提交后有改动，已上传的签字盖章扫描件与现在的内容不一致。请重新打印：{hint}"
    state = TaskState.DONE if signed and not stale else TaskState.TODO
    return Task(PRINT_LABEL, state, f"{hint}（服务指南 2.3）。", _to("form_pdf", application))


def _check(application: StationApplication, missing: int) -> Task:
    address = _to("check", application)
    if missing:
        return Task(CHECK_LABEL, TaskState.BLOCKED, f"还有 {missing} 项未完成，可点击查看清单", address)
    return Task(CHECK_LABEL, TaskState.TODO, "提交后不能修改", address)
