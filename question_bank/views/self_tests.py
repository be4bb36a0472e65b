"""A candidate's self-tests: what there is to practise, what was practised, and a new one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from accounts.views.lists import FilteredListView
from question_bank.forms.self_tests import StartForm, SubjectSearch
from question_bank.models import SelfTest
from question_bank.practice import drawable_questions
from question_bank.selectors.mistakes import mistaken_questions
from question_bank.selectors.self_tests import LAST_TESTS, scores_of, weak_points
from question_bank.selectors.subjects import Subject, found_subjects, own_subjects
from question_bank.services.self_tests import MINUTES_A_QUESTION, start_test
from scope_catalog.models import Trade

# Asked for in the address: practise what was wrong the last time.
MISTAKES = "mistakes"


class SelfTestList(FilteredListView):
    """What runs, what to practise, weak points, and the tests that are over."""

    permission = Perm.SELF_TEST
    model = SelfTest
    template_name = "question_bank/self_tests.html"

    @cached_property
    def filter_form(self) -> SubjectSearch:
        """The trade that is looked for."""
        return SubjectSearch(self.request.GET)

    def get_queryset(self) -> QuerySet[SelfTest]:
        """Return the person's tests that are over, the newest first."""
        over = SelfTest.objects.visible_to(self.actor).over(arrived_at(self.request))
        return over.select_related("trade__occupation").order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add scores, running tests, weak points, and the trades and levels to choose from."""
        context = super().get_context_data(**kwargs)
        at = arrived_at(self.request)
        running = SelfTest.objects.visible_to(self.actor).running(at).select_related("trade__occupation")
        own = own_subjects(self.actor)
        word = self.filter_form.cleaned_data.get("q", "") if self.filter_form.is_valid() else ""
        others, more = found_subjects(word) if word or not own else ([], False)
        return {
            **context,
            "rows": scores_of(context["object_list"]),
            "running": running,
            "own": own,
            "others": others,
            "more": more,
            "word": word,
            "weak": weak_points(self.actor, at=at),
            "last_tests": LAST_TESTS,
        }


class SelfTestNew(PortalFormView):
    """How many questions of a trade and level; then the time runs."""

    permission = Perm.SELF_TEST
    form_class = StartForm
    template_name = "question_bank/self_test_new.html"
    submit_label = "开始，计时"

    @cached_property
    def subject(self) -> Subject:
        """The trade and level that the address names, a 404 if there are none; with the questions to draw."""
        trade = Trade.objects.select_related("occupation").filter(pk=self.kwargs["trade"]).first()
        level: int = self.kwargs["level"]
        if trade is None or level not in trade.level_list:
            raise Http404
        pool = drawable_questions().filter(trade=trade, level=level)
        if self.of_mistakes:
            pool = pool.filter(pk__in=mistaken_questions(self.actor, at=arrived_at(self.request)))
        return Subject(trade, level, pool.count())

    @property
    def of_mistakes(self) -> bool:
        """Whether wrong answers are practised."""
        return self.request.GET.get("of") == MISTAKES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the subject."""
        told = {"subject": self.subject, "of_mistakes": self.of_mistakes, "minutes": MINUTES_A_QUESTION}
        return super().get_context_data(heading=self._heading, **told, **kwargs)

    def act(self, form: StartForm) -> str:
        """Draw, and go to the first question."""
        at, number = arrived_at(self.request), form.cleaned_data["number"]
        facts: dict[str, Any] = {"trade": self.subject.trade, "level": self.subject.level}
        test = start_test(user=self.actor, number=number, at=at, of_mistakes=self.of_mistakes, **facts)
        if test.started_at != at:
            messages.info(self.request, "该工种、等级有一份未交卷的自测，已为您打开，请继续作答。")
            return test.get_absolute_url()
        if (drawn := test.answers.count()) < number:
            messages.info(self.request, f"可抽的题只有 {drawn} 道，少于选择的 {number} 题，已全部抽出。")
        return reverse("question_bank:self_test_page", args=[test.pk, 1])

    @property
    def _heading(self) -> str:
        return f"{self.subject} {'错题练习' if self.of_mistakes else '自测'}"
