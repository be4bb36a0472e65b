"""Tell whose copy of a paper a number was: it stands on every page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exams.papers.numbers import number_problems, read_number
from exams.papers.tracing import facts_of, traced


class Command(BaseCommand):
    """`trace_paper 260000174` prints who downloaded that copy, when, and for which batch."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="+", help="the number (编号) as it stands on the page")

    def handle(self, *args: Any, number: list[str], **options: Any) -> None:
        asked = read_number("".join(number))
        if problems := list(number_problems(asked)):
            raise CommandError("".join(map(str, problems)))
        copy = traced(asked)
        if copy is None:
            raise CommandError("没有这个编号的试卷下载记录。请对照页面上的编号逐位核对。")
        self.stdout.write("\n".join(f"{heading}：{words}" for heading, words in facts_of(copy)))
