"""Give an organisation's main login a first password: how centre and management get in at first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Organisation
from accounts.services import issue_first_password, main_login_of
from workflow import audit


class Command(BaseCommand):
    """`first_password 49283000` prints the login of that organisation and a password that opens it once."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the organisation's code (机构编码)")

    @transaction.atomic
    def handle(self, *args: Any, code: str, **options: Any) -> None:
        organisation = Organisation.objects.filter(code=code).first()
        if organisation is None:
            raise CommandError(f"No organisation has the code {code}. Run load_stations first.")
        login = main_login_of(organisation)
        password = issue_first_password(user=login)
        audit.record(login, action="first_password", sentence="发放了首次登录密码", actor=None)
        self.stdout.write(f"用户名：{login.username}\n首次登录密码：{password}（登录后须立即修改）")
