"""Sending workbooks of questions, by the page and past it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents.keeping import keep_table
from ostami import clock
from question_bank.importing.judging import Target, judged
from question_bank.importing.rows import Book, read_book
from question_bank.services.importing import ImportedBook, Wishes, import_questions
from scope_catalog.models import Trade


def address() -> str:
    return reverse("question_bank:question_import")


def where(turning: Trade, **other: Any) -> dict[str, Any]:
    return {"pool": "exam", "trade": turning.pk, "level": 4, **other}


def sent(client: Client, turning: Trade, content: bytes, **other: Any) -> tuple[str, str]:
    """Upload a workbook; return the page that comes, and the number of the kept file."""
    file = SimpleUploadedFile("题库.xlsx", content)
    answer = client.post(address(), {**where(turning, **other), "file": file}, follow=True)
    number = answer.redirect_chain[0][0].rpartition("=")[2] if answer.redirect_chain else ""
    return answer.content.decode(), number


def judge(content: bytes, target: Target, actor: User) -> Book:
    return judged(read_book(content), target=target, actor=actor)


def stored(content: bytes, target: Target, actor: User, **wishes: bool) -> ImportedBook:
    upload = keep_table(owner=actor, kind="x", content=content, name="题库.xlsx")
    return import_questions(
        upload=upload, target=target, wishes=Wishes(**wishes), actor=actor, at=clock.now()
    )
