"""Addresses of self-tests; below ``self-test/``."""

from django.urls import path

from question_bank.views import self_test_pages, self_test_results, self_tests

urlpatterns = [
    path("", self_tests.SelfTestList.as_view(), name="self_tests"),
    path("new/<int:trade>/<int:level>/", self_tests.SelfTestNew.as_view(), name="self_test_new"),
    path("<int:pk>/", self_test_results.SelfTestOverview.as_view(), name="self_test"),
    path("<int:pk>/result/", self_test_results.SelfTestResult.as_view(), name="self_test_result"),
    path("<int:pk>/<int:place>/", self_test_pages.SelfTestPage.as_view(), name="self_test_page"),
    path(
        "<int:pk>/<int:place>/pictures/<int:picture>/",
        self_test_results.SelfTestPicture.as_view(),
        name="self_test_picture",
    ),
]
