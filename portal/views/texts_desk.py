"""The desk of public texts: the list, and writing with a preview."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedListView, add_problems
from documents.views.uploads import SizedUpload, UploadView
from ostami import clock
from portal.models import PublicText, TextVersion
from portal.texts.comparing import compared, lines_of, lines_of_version
from portal.texts.forms import NoticeForm, TextForm
from portal.texts.markdown import rendered
from portal.texts.rules import RULES, naming_problems, shown_on
from portal.texts.writing import RivalVersionError, new_notice, write_version


class Desk(ScopedListView):
    """Every page and notice, by its newest version."""

    permission = Perm.TEXTS_EDIT
    model = TextVersion
    template_name = "portal/texts/desk.html"
    context_object_name = "versions"

    def get_queryset(self) -> QuerySet[Any]:
        """Return notices, the newest first, then pages by place."""
        newest: Any = super().get_queryset()
        rows = newest.latest().select_related("text", "written_by")
        return rows.order_by("text__kind", "text__position", "-text_id")  # type: ignore[no-any-return]


class _Writing(SizedUpload):
    """Write with a preview, which saves nothing and keeps what was typed."""

    template_name = "portal/texts/edit.html"

    def form_valid(self, form: TextForm) -> HttpResponse:
        """Preview where that is asked for, else save."""
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        if problems := tuple(naming_problems(form.cleaned_data["body"])):
            add_problems(form, problems)
            return self.form_invalid(form)
        body = rendered(form.cleaned_data["body"], block=shown_on(clock.today()))
        return self.render_to_response(self.get_context_data(form=form, preview=body))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules that a text can show."""
        return super().get_context_data(rules=RULES, **kwargs)


class NoticeNew(_Writing, PortalFormView):
    """Write a notice."""

    permission = Perm.TEXTS_EDIT
    form_class = NoticeForm
    heading = "起草公告"
    submit_label = "保存草稿"
    done = "已保存草稿，公开以后公众才能看到。"
    initial = {"base": 0}

    def get_form_kwargs(self) -> dict[str, Any]:
        """A new notice has no files yet."""
        return {**super().get_form_kwargs(), "present": []}

    def empty_form(self) -> NoticeForm:
        """Return the form with nothing in it."""
        return NoticeForm(actor=self.actor, present=[], initial=self.initial)

    def act(self, form: NoticeForm) -> str:
        """Save the draft, and go to it."""
        text = new_notice(facts=form.facts, actor=self.actor, at=arrived_at(self.request))
        return text.get_absolute_url()


class TextEdit(_Writing, UploadView):
    """Write the next version of a text."""

    permission = Perm.TEXTS_EDIT
    model = PublicText
    submit_label = "保存为新版本"
    done = "已保存为新版本，公开以后公众才能看到。"
    rival: RivalVersionError | None = None

    def get_form_class(self) -> type[TextForm]:
        """Notices have files."""
        return NoticeForm if self.object.is_notice else TextForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the newest version."""
        return TextForm.words_of(self.object.latest)

    def _present(self) -> dict[str, Any]:
        return {"present": list(self.object.latest.files.all())} if self.object.is_notice else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the notice's present files to the form."""
        return {**super().get_form_kwargs(), **self._present()}

    def empty_form(self) -> TextForm:
        """Return the form as it begins."""
        return self.get_form_class()(actor=self.actor, initial=self.get_initial(), **self._present())

    def act(self, form: TextForm) -> str:
        """Save the version; where somebody else saved one, show the difference, and go on from theirs."""
        try:
            write_version(
                text=self.object,
                facts=form.facts,
                base=form.cleaned_data["base"],
                actor=self.actor,
                at=arrived_at(self.request),
            )
        except RivalVersionError as rival:
            self.rival = rival
            form.rebase(rival.version)
            raise
        return self.object.get_absolute_url()  # type: ignore[no-any-return]  # of the view's own row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is edited, and how it differs from a version that was saved meanwhile."""
        context = super().get_context_data(heading=f"修改：{self.object}", **kwargs)
        if self.rival:
            form = context["form"]
            words = {name: form.cleaned_data[name] for name in ("title", "summary", "body")}
            mine = lines_of(**words, files=form.file_names)
            theirs = lines_of_version(self.rival.version)
            context |= {"rival": self.rival.version, "groups": compared(theirs, mine)}
        return context
