"""Pages that tell what went wrong and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.context import PORTAL_NAME


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request isn't one that the portal's own pages make."""
    return render(
        request, "portal/error.html", {"heading": "请求有误", "text": "请返回上一页后重试。"}, status=400
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: inside the scope, but without the right; with the reason."""
    return render(request, "portal/error.html", {"heading": "没有权限", "text": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open for too long, or cookies are off."""
    text = "页面停留时间过长或浏览器禁用了 Cookie。请返回上一页，刷新后重新提交。"
    return render(request, "portal/error.html", {"heading": "表单已过期", "text": text}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or it is outside the person's scope."""
    text = "页面不存在，或不在您可以查看的范围内。请检查网址，或从首页进入。"
    return render(request, "portal/error.html", {"heading": "找不到页面", "text": text}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the portal's own fault. The page asks nothing of session or database, which may be what failed."""
    return HttpResponse(
        render_to_string("portal/server_error.html", {"portal_name": PORTAL_NAME}), status=500
    )
