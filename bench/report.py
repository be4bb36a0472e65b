"""The report of a run: the machine, then a section a subject."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

GIGABYTE = 2**30


@dataclass(frozen=True, slots=True)
class Section:
    """What was measured of one subject, as lines of Markdown."""

    title: str
    lines: Sequence[str]


def report(sections: Sequence[Section]) -> str:
    """Return the report of a run as Markdown."""
    parts = ["# Benchmarks", "", "Made by `make bench`; times tell only beside each other, machines differ."]
    for section in (_machine(), *sections):
        parts += ["", f"## {section.title}", "", *section.lines]
    return "\n".join(parts).rstrip() + "\n"


def _machine() -> Section:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    words = f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, Python {platform.python_version()}"
    return Section("The machine", [f"{words}, PostgreSQL {server}, client and server on the same cores."])


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )
