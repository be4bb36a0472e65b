"""The drawings of a practical task's document, encoded anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from posixpath import join, normpath

from documents.pictures import Picture, clean_picture
from documents.upload_limits import MEGABYTE
from ostami.problems import BlockedError, Problem
from question_bank.task_content import CLAUSE
from question_bank.word.archive import parsed

RELATIONS = "word/_rels/document.xml.rels"
MOST_PICTURES, PICTURE_MAX_BYTES, STORED_MAX_BYTES = 12, 8 * MEGABYTE, MEGABYTE


def read_pictures(
    keys: Sequence[str], parts: Mapping[str, bytes], problems: list[Problem]
) -> tuple[Picture, ...]:
    """Return the drawings, encoded anew."""
    if len(keys) > MOST_PICTURES:
        problems.append(_too_many(len(keys)))
        return ()
    relations = parsed(parts[RELATIONS]) if RELATIONS in parts else ()
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    pictures = []
    for place, key in enumerate(keys, start=1):
        name = normpath(join("/word", targets.get(key, ""))).removeprefix("/")
        try:
            pictures.append(_picture(parts.get(name, b"")))
        except BlockedError as blocked:
            problems += [replace(one, text=f"第 {place} 张图片：{one.text}") for one in blocked.problems]
    return tuple(pictures)


def _picture(content: bytes) -> Picture:
    """Return one drawing: lines stay sharp where the file isn't large for it."""
    clean = clean_picture(content, max_bytes=PICTURE_MAX_BYTES)
    if len(clean.content) <= STORED_MAX_BYTES:
        return clean
    return clean_picture(content, max_bytes=PICTURE_MAX_BYTES, stored_max=STORED_MAX_BYTES)


def _too_many(number: int) -> Problem:
    text = f"文档有 {number} 张图片，最多 {MOST_PICTURES} 张"
    return Problem(text, CLAUSE, "请合并或删除后重新上传", "file")
