"""Addresses at which staff keep who may enrol, and anybody tries it."""

from django.urls import path

from candidates.views import answers, birth_years, eligibility

urlpatterns = [
    path("", eligibility.ClauseList.as_view(), name="eligibility"),
    path("try/", answers.EligibilityTry.as_view(), name="eligibility_try"),
    path("new/", eligibility.ClauseNew.as_view(), name="eligibility_new"),
    path("<int:pk>/change/", eligibility.ClauseChange.as_view(), name="eligibility_change"),
    path("<int:pk>/revise/", eligibility.ClauseRevise.as_view(), name="eligibility_revise"),
    path("birth-years/", birth_years.BirthYearList.as_view(), name="birth_years"),
    path("birth-years/new/", birth_years.BirthYearNew.as_view(), name="birth_years_new"),
    path("birth-years/<int:pk>/change/", birth_years.BirthYearChange.as_view(), name="birth_years_change"),
]
