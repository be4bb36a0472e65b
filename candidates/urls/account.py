"""Addresses of registration, of the own account, and of the table of identity documents."""

from django.urls import path

from candidates.views import account, consent, document_types, recovery, registration

urlpatterns = [
    path("register/", registration.Register.as_view(), name="register"),
    path("register/done/", registration.Registered.as_view(), name="registered"),
    path("recover/", recovery.Recover.as_view(), name="recover"),
    path("recover/sent/", recovery.RecoverSent.as_view(), name="recover_sent"),
    path("privacy/", consent.Privacy.as_view(), name="privacy"),
    path("consent/", consent.ConsentPage.as_view(), name="consent"),
    path("account/", account.Account.as_view(), name="account"),
    path("document-types/", document_types.DocumentTypeList.as_view(), name="document_types"),
    path(
        "document-types/<str:kind>/",
        document_types.DocumentTypeChange.as_view(),
        name="document_type_change",
    ),
]
