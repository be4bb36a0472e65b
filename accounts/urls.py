"""Addresses of the own account."""

from django.urls import path

from accounts.views import outbox, own
from accounts.views.first_password import FirstPassword
from accounts.views.invitation import Invitation

app_name = "accounts"
urlpatterns = [
    path("login/", own.Login.as_view(), name="login"),
    path("logout/", own.Logout.as_view(), name="logout"),
    path("password/", own.OwnPassword.as_view(), name="own_password"),
    path("password/first/", FirstPassword.as_view(), name="first_password"),
    path("password/find/", own.FindPassword.as_view(), name="find_password"),
    path("password/find/sent/", own.FindPasswordSent.as_view(), name="find_password_sent"),
    path("password/reset/<uidb64>/<token>/", own.ResetPassword.as_view(), name="reset_password"),
    path("mails/", outbox.MailList.as_view(), name="mails"),
    path("mails/<int:pk>/again/", outbox.MailTryAgain.as_view(), name="mail_again"),
    path("invitation/<str:token>/", Invitation.as_view(), name="invitation"),
]
