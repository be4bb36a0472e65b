"""Pages on which staff keep which pictures each candidate type hands in."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import PortalFormView, PortalTemplateView
from batches.models import CandidateType
from candidates.forms.materials import MaterialForm
from candidates.models import MaterialRule, UploadKind
from candidates.models.materials import RULED_KINDS
from candidates.personal_form.materials import CONDITIONS, material_of, materials_of
from candidates.services.materials import change_material


class MaterialList(PortalTemplateView):
    """Every material of every candidate type."""

    permission = Perm.ENROLMENT_TABLES
    template_name = "candidates/materials/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the materials by candidate type."""
        groups = [(whom, materials_of(whom)) for whom in CandidateType]
        return super().get_context_data(groups=groups, **kwargs)


class MaterialChange(PortalFormView):
    """Change one material of one candidate type."""

    permission = Perm.ENROLMENT_TABLES
    form_class = MaterialForm
    template_name = "candidates/materials/form.html"
    heading = "修改报名材料"
    done = "报名材料已保存，尚未提交的报名按新要求检查。"

    @cached_property
    def named(self) -> tuple[CandidateType, UploadKind]:
        """The candidate type and the material that the address names."""
        whom, kind = self.kwargs["candidate_type"], self.kwargs["kind"]
        if whom not in CandidateType.values or kind not in {one.value for one in RULED_KINDS}:
            raise Http404
        return CandidateType(whom), UploadKind(kind)

    def get_initial(self) -> dict[str, Any]:
        """Show what holds."""
        material = material_of(*self.named)
        return {"need": material.need, "note": material.note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is changed, and its row where there is one."""
        whom, kind = self.named
        row = MaterialRule.objects.filter(candidate_type=whom, kind=kind).first()
        condition = CONDITIONS.get(kind, "")
        return super().get_context_data(whom=whom, kind=kind, row=row, condition=condition, **kwargs)

    def act(self, form: MaterialForm) -> str:
        """Store it and go back to the table."""
        whom, kind = self.named
        change_material(candidate_type=whom, kind=kind, actor=self.actor, **form.cleaned_data)
        return f"{reverse('candidates:materials')}#{whom}"
