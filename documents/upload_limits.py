"""What every uploaded file is judged by first: its size and its name."""

import re
import unicodedata
from math import ceil
from pathlib import PurePath

from documents.wording import visible
from ostami.problems import BlockedError, Problem

MEGABYTE = 1024 * 1024
NAME_MAX, ENDING_MAX = 120, 10
REMEDIES = {
    "图片": "请压缩图片或调低拍照分辨率后重新上传",
    "文件": "请压缩或拆分后重新上传",
    "视频": "请压缩或截取主要过程后重新上传，或改为登记视频地址",
    "表格": "请删除多余的行、图片和格式，或分几份导入",
}


def file_refusal(text: str, remedy: str) -> BlockedError:
    """Return the refusal of an uploaded file, to be shown at the form's field ``file``."""
    return BlockedError([Problem(text, remedy=remedy, field="file")])


def size_problem(size: int, *, max_bytes: int, clause: str = "", noun: str = "图片") -> Problem | None:
    """Return what is wrong with a file of `size` bytes: nothing in it, or more than `max_bytes`.

    Args:
        size: the file's bytes.
        max_bytes: how many it may have.
        clause: the guide's clause that sets the limit, where one does.
        noun: what the sentences call the file, a key of `REMEDIES`.
    """
    if size == 0:
        return Problem("文件是空的", remedy=f"请重新选择{noun}", field="file")
    if size > max_bytes:
        text = f"{noun}为 {shown_megabytes(size)}，不能超过 {max_bytes / MEGABYTE:g} MB"
        return Problem(text, clause, REMEDIES[noun], "file")
    return None


def shown_megabytes(size: int) -> str:
    """Return a size in bytes as megabytes, rounded up: one byte too many doesn't read as ``1.00 MB``."""
    return f"{ceil(size / MEGABYTE * 100) / 100:.2f} MB"


def clean_file_name(name: str) -> str:
    """Return a sent file's name as plain text of at most 120 characters, its ending kept; never a path.

    It is for people to read. What is stored goes under a random name.
    """
    folded = unicodedata.normalize("NFKC", name)
    last = re.split(r"[/\\]", visible(folded))[-1]
    plain = re.sub(r'[\s:*?"<>|]+', " ", last).strip(" .")
    return _shortened(plain) or "未命名文件"


def _shortened(name: str) -> str:
    if len(name) <= NAME_MAX:
        return name
    ending = PurePath(name).suffix
    ending = ending if len(ending) <= ENDING_MAX else ""
    return name[: NAME_MAX - len(ending)] + ending
