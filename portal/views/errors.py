"""Pages that tell what went wrong and what to do, with the request's number to quote."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ostami import reference
from portal.context import PORTAL_NAME

RETRY_AFTER = "60"
# Heading and text by status, where the status says all there is to say.
WORDS = {
    400: ("请求有误", "平台无法识别这次请求。请返回上一页后重试。"),
    404: ("找不到页面", "页面不存在，或不在您可以查看的范围内。请检查网址，或从首页进入。"),
    405: ("不能这样打开", "这个网址只用于提交表单，不能直接打开或刷新。请返回上一页，用页面上的按钮办理。"),
    413: ("提交的内容过大", "文件或填写的内容超过了平台接收的上限，没有保存。请压缩或分次上传后重试。"),
    429: ("操作过于频繁", "短时间内的请求过多，请稍候几分钟再试。"),
    500: ("平台故障", "平台出现故障，您的操作没有生效。请稍后重试；仍不成功时请联系管理站。"),
    503: (
        "平台暂时不能使用",
        "平台正忙或正在维护，操作没有生效。请一分钟后重试；仍不成功时请联系管理站。",
    ),
}


def error_page(request: HttpRequest, status: int, *, heading: str = "", text: str = "") -> HttpResponse:
    """Return the page of a status, in words of its own where it is given some."""
    usual = WORDS.get(status, ("", ""))
    told = {"heading": heading or usual[0], "text": text or usual[1], "reference": reference.current()}
    return render(request, "portal/error.html", told, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 or 413: the request isn't one that the portal's own pages make, or is larger than it takes."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: inside the scope, but without the right; with the reason."""
    return error_page(request, 403, heading="没有权限", text=str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open for too long, or cookies are off."""
    text = "页面停留时间过长或浏览器禁用了 Cookie。请返回上一页，刷新后重新提交。"
    return error_page(request, 403, heading="表单已过期", text=text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or it is outside the person's scope."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database doesn't answer: the portal's own fault.

    The page asks nothing of session or database, which may be what failed.
    """
    away = isinstance(sys.exception(), (OperationalError, InterfaceError))
    status = 503 if away else 500
    heading, text = WORDS[status]
    told = {"heading": heading, "text": text, "reference": reference.current(), "portal_name": PORTAL_NAME}
    page = HttpResponse(render_to_string("portal/server_error.html", told), status=status)
    if away:
        page["Retry-After"] = RETRY_AFTER
    return page
