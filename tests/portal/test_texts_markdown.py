"""What a public text may hold, and what becomes of the rest."""

import re

import pytest
from django.utils.html import escape
from lxml import html

from portal.texts.markdown import rendered

# What leads to another host without saying so, or does something else than lead.
FOREIGN = re.compile(r"//|/\\|(?!https?:|mailto:)[^/?#]*:", re.IGNORECASE)


def shown(body: str) -> str:
    return rendered(body, block=lambda name: f"<table>{escape(name)}</table>")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "文字<img src=x onerror=alert(1)>文字",
        "<iframe src='https://example.org'></iframe>",
        "[点我](javascript:alert(1))",
        "[点我](JaVaScRiPt:alert(1))",
        "[点我](java&#115;cript:alert(1))",
        "[点我](&#x1;javascript:alert(1))",
        "[点我](data:text/html;base64,PHNjcmlwdD4=)",
        "[点我](vbscript:msgbox(1))",
        "[点我](file:///etc/passwd)",
        "[点我](//example.org/)",
        r"[点我](/\example.org/)",
        "<javascript:alert(1)>",
        "![图](https://example.org/a.png)",
        '![图](x "onerror=alert(1)")',
        '[a](/x "q\\" onmouseover=alert(1)")',
        "[名]: javascript:alert(1)\n\n[名]",
        "| <script>alert(1)</script> |\n|---|\n| <b onclick=alert(1)>x</b> |",
        '| a" onmouseover="alert(1) |\n|---|\n| x |',
        "```html\n<script>alert(1)</script>\n```",
        "`<script>alert(1)</script>`",
        "{{规则:<script>alert(1)</script>}}",
    ],
)
def test_what_could_act_is_shown_as_words(attack: str) -> None:
    page = html.fromstring(f"<div>{shown(attack)}</div>")
    tags = {element.tag for element in page.iter()}
    assert not tags & {"script", "img", "iframe", "b"}
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
    for target in page.xpath("//@href"):
        assert not FOREIGN.match(target), target


@pytest.mark.parametrize(
    "target",
    [
        "https://www.example.org/a?b=c:d",
        "http://jndj.osta.org.cn/",
        "mailto:office@example.org",
        "/certificates/lookup/",
        "#part",
        "?page=2",
        "examiner/",
    ],
)
def test_links_lead_to_the_web_the_portal_and_mailboxes(target: str) -> None:
    assert f'<a href="{target}">看</a>' in shown(f"[看]({target})")


def test_headings_begin_below_the_pages_own_and_skip_no_level() -> None:
    body = "### 甲\n\n# 乙\n\n#### 丙\n\n##### 丁\n\n## 戊"
    found = [
        (one.tag, one.text)
        for one in html.fromstring(f"<div>{shown(body)}</div>").iter("h1", "h2", "h3", "h4")
    ]
    assert found == [("h2", "甲"), ("h2", "乙"), ("h3", "丙"), ("h4", "丁"), ("h3", "戊")]


def test_a_tables_cells_bear_the_heads_of_their_columns() -> None:
    table = html.fromstring(shown("| 日期 | 内容 |\n|---|---|\n| 9 月 | **报到** |\n| 10 月 | 考试 |"))
    assert table.get("class") == "table table-cards"
    assert [cell.get("scope") for cell in table.iter("th")] == ["col", "col"]
    cells = [(cell.get("data-label"), cell.text_content()) for cell in table.iter("td")]
    assert cells == [("日期", "9 月"), ("内容", "报到"), ("日期", "10 月"), ("内容", "考试")]


def test_a_rule_takes_the_place_of_its_paragraph_alone() -> None:
    page = shown("前\n\n{{规则:甲}}\n\n- 条\n\n{{ 规则：乙 }}\n\n见 {{规则:丙}} 处")
    assert "<p>前</p>\n<table>甲</table><ul>" in page
    assert "<table>乙</table>" in page
    assert "<p>见 {{规则:丙}} 处</p>" in page
