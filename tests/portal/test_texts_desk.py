"""The desk: writing with a preview, publishing, comparing, bringing back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from ostami import clock
from portal.models import PublicText, TextVersion
from portal.texts.writing import write_version
from tests.conftest import Login
from tests.factories import texts
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
NEW = {"title": "培训通知", "summary": "", "body": "第一行\r\n\r\n第二行", "note": "", "base": "0"}


def test_a_notice_is_drafted_and_published(login: Login, management_user: User) -> None:
    client = login(management_user)
    sent = {**NEW, "file": [SimpleUploadedFile("表.pdf", texts.pdf().content)]}
    answer = client.post("/texts/new/", sent)
    text = PublicText.objects.get()
    assert answer["Location"] == f"/texts/{text.pk}/"
    assert text.latest.body == "第一行\n\n第二行"
    assert [file.name for file in text.latest.files.all()] == ["表.pdf"]
    page = client.get(f"/texts/{text.pk}/publish/")
    assert page.context["form"].initial["shown_from"] == clock.today()
    tomorrow = clock.today() + timedelta(days=1)
    showing = {"seen": "1", "shown_from": f"{tomorrow}", "shown_until": "", "pinned": "on"}
    assert client.post(f"/texts/{text.pk}/publish/", showing).status_code == 302
    text = PublicText.objects.get()
    assert (text.status, text.shown_from, text.pinned) == ("published", tomorrow, True)
    assert text.state_at(clock.now()).word == "待公开"
    assert f"/notices/{text.pk}/（公众现在看不到）" in client.get(f"/texts/{text.pk}/").text
    assert client.get(f"/notices/{text.pk}/").status_code == 404
    said = [event.sentence for event in history_of(text)]
    assert said == ["起草了公告", f"公开第 1 版，{tomorrow} 起，置顶", "公开了"]


def test_the_desk_leads_to_what_the_public_reads(login: Login, management_user: User) -> None:
    text = texts.published(management_user)
    client = login(management_user)
    assert f'href="/notices/{text.pk}/"' in client.get(f"/texts/{text.pk}/").text
    assert client.get(f"/notices/{text.pk}/").status_code == 200


def test_the_preview_saves_nothing_and_keeps_what_was_typed(login: Login, management_user: User) -> None:
    sent = {**NEW, "body": "## 预览的小标题", "preview": "1"}
    answer = login(management_user).post("/texts/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h2>预览的小标题</h2>" in page
    assert "## 预览的小标题</textarea>" in page
    assert not PublicText.objects.exists()


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_an_unknown_rule_is_refused_and_what_was_typed_stays(
    button: dict[str, str], login: Login, management_user: User
) -> None:
    answer = login(management_user).post("/texts/new/", {**NEW, "body": "{{规则:没有}}", **button})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有名为“没有”的规则" in page
    assert "{{规则:没有}}</textarea>" in page
    assert not PublicText.objects.exists()


def test_an_empty_form_names_what_is_missing(login: Login, management_user: User) -> None:
    answer = login(management_user).post("/texts/new/", {"base": "0"})
    assert answer.status_code == 422
    assert "请填写标题。" in answer.content.decode()
    assert "请填写正文。" in answer.content.decode()


def test_the_second_writer_sees_the_difference_and_can_save_then(
    login: Login, management_user: User, centre_user: User
) -> None:
    text = texts.draft(management_user, body="第一段\n\n第二段")
    facts = texts.facts(body="第一段\n\n中心改的第二段")
    write_version(text=text, facts=facts, base=1, actor=centre_user, at=clock.now())
    client = login(management_user)
    mine = {"title": "报名通知", "summary": "", "body": "我改的第一段\n\n第二段", "note": "", "base": "1"}
    refused = client.post(f"/texts/{text.pk}/edit/", mine)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "赵中心" in page
    assert "我改的第一段\n\n第二段</textarea>" in page
    assert '<span class="visually-hidden">删去：</span>中心改的第二段' in page
    assert '<span class="visually-hidden">新增：</span>我改的第一段' in page
    assert '<input type="hidden" name="base" value="2"' in page
    assert TextVersion.objects.count() == 2
    again = client.post(f"/texts/{text.pk}/edit/", {**mine, "base": "2"})
    assert again.status_code == 302
    assert PublicText.objects.get().latest.body == "我改的第一段\n\n第二段"


def test_who_goes_on_from_anothers_version_keeps_the_files_they_added(
    login: Login, management_user: User, centre_user: User
) -> None:
    text = texts.draft(management_user, files=[texts.pdf("原有.pdf"), texts.pdf("要去.pdf")])
    kept = text.files.get(name="原有.pdf")
    theirs = texts.facts(
        body="中心的", kept=[file.pk for file in text.files.all()], files=[texts.pdf("中心.pdf")]
    )
    write_version(text=text, facts=theirs, base=1, actor=centre_user, at=clock.now())
    client = login(management_user)
    mine = {"title": "报名通知", "body": "我的", "base": "1", "keep": [str(kept.pk)]}
    refused = client.post(f"/texts/{text.pk}/edit/", mine)
    boxes = refused.context["form"]["keep"].value()
    assert set(boxes) == {str(kept.pk), str(text.files.get(name="中心.pdf").pk)}
    page = refused.content.decode()
    assert '<span class="visually-hidden">删去：</span>附件：要去.pdf' in page
    assert "</span>附件：中心.pdf" not in page
    assert client.post(f"/texts/{text.pk}/edit/", {**mine, "base": "2", "keep": boxes}).status_code == 302
    latest = PublicText.objects.get().latest
    assert {file.name for file in latest.files.all()} == {"原有.pdf", "中心.pdf"}


def test_files_stay_go_and_come_with_a_version(login: Login, management_user: User) -> None:
    text = texts.draft(management_user, files=[texts.pdf("留.pdf"), texts.pdf("去.pdf")])
    kept = text.files.get(name="留.pdf")
    sent = {
        "title": "报名通知",
        "body": texts.BODY,
        "base": "1",
        "keep": [str(kept.pk)],
        "file": [SimpleUploadedFile("来.pdf", texts.pdf().content)],
    }
    assert login(management_user).post(f"/texts/{text.pk}/edit/", sent).status_code == 302
    names = {one.number: {file.name for file in one.files.all()} for one in text.versions.all()}
    assert names == {1: {"留.pdf", "去.pdf"}, 2: {"留.pdf", "来.pdf"}}


def test_what_is_published_is_what_was_seen(login: Login, management_user: User, centre_user: User) -> None:
    text = texts.draft(management_user)
    write_version(text=text, facts=texts.facts(body="新"), base=1, actor=centre_user, at=clock.now())
    sent = {"seen": "1", "shown_from": f"{clock.today()}"}
    answer = login(management_user).post(f"/texts/{text.pk}/publish/", sent)
    assert answer.status_code == 422
    assert "赵中心刚保存了第 2 版，您看到的是第 1 版" in answer.content.decode()
    assert PublicText.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(0, -1, "最后一天早于公开日期"), (-9, -1, "已过"), (0, 0, ""), (-9, None, "")],
)
def test_a_notices_last_day_lies_ahead(
    first: int, last: int | None, sentence: str, login: Login, management_user: User
) -> None:
    text, today = texts.draft(management_user), clock.today()
    until = "" if last is None else f"{today + timedelta(days=last)}"
    sent = {"seen": "1", "shown_from": f"{today + timedelta(days=first)}", "shown_until": until}
    answer = login(management_user).post(f"/texts/{text.pk}/publish/", sent)
    assert answer.status_code == (422 if sentence else 302)
    assert sentence in answer.content.decode()


def test_a_page_has_no_button_while_the_public_reads_the_newest(login: Login, centre_user: User) -> None:
    text = texts.page("way", "正文")
    client = login(centre_user)
    buttons = f"/texts/{text.pk}/publish/"
    assert buttons not in client.get(text.get_absolute_url()).content.decode()
    write_version(text=text, facts=texts.facts(body="新"), base=1, actor=centre_user, at=clock.now())
    page = client.get(text.get_absolute_url()).content.decode()
    assert buttons in page
    assert "公众看到的是第 1 版；第 2 版还没有公开" in page
    assert "shown_from" not in client.get(buttons).content.decode()
    assert client.post(buttons, {"seen": "2"}).status_code == 302
    assert PublicText.objects.get().published_number == 2


def test_a_withdrawal_needs_a_reason(login: Login, management_user: User) -> None:
    text = texts.published(management_user)
    client = login(management_user)
    assert client.post(f"/texts/{text.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/texts/{text.pk}/withdraw/", {"reason": "日期有误"}).status_code == 302
    assert PublicText.objects.get().status == "withdrawn"
    perform(text, "publish", actor=management_user)
    assert PublicText.objects.get().status == "published"


def test_versions_are_looked_at_compared_and_brought_back(login: Login, management_user: User) -> None:
    text = texts.draft(management_user, body="旧的一行")
    facts = texts.facts(body="新的一行")
    write_version(text=text, facts=facts, base=1, actor=management_user, at=clock.now())
    client = login(management_user)
    own = f"/texts/{text.pk}/"
    assert "旧的一行" in client.get(f"{own}versions/1/").content.decode()
    assert client.get(f"{own}versions/3/").status_code == 404
    page = client.get(f"{own}compare/").content.decode()
    assert '<span class="visually-hidden">删去：</span>旧的一行' in page
    assert '<span class="visually-hidden">新增：</span>新的一行' in page
    same = client.get(f"{own}compare/?old=2&new=2").content.decode()
    assert "两版的内容相同" in same
    assert "没有这一版" in client.get(f"{own}compare/?old=7").content.decode()
    assert "旧的一行" in client.get(f"{own}versions/1/bring-back/").content.decode()
    assert client.post(f"{own}versions/1/bring-back/").status_code == 302
    assert PublicText.objects.get().latest.body == "旧的一行"
    again = client.post(f"{own}versions/3/bring-back/")
    assert again.status_code == 422
    assert "这已经是最新版本" in again.content.decode()
