"""Addresses of the bank."""

from django.urls import include, path

from question_bank.urls import blueprints, importing, papers, questions, self_tests, tasks

app_name = "question_bank"

urlpatterns = [
    path("blueprints/", include(blueprints.urlpatterns)),
    path("tasks/", include(tasks.urlpatterns)),
    path("papers/", include(papers.urlpatterns)),
    path("self-test/", include(self_tests.urlpatterns)),
    *importing.urlpatterns,
    # What ends in the name of a transition matches any word: it comes last.
    *questions.urlpatterns,
]
