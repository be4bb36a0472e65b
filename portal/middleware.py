"""Pages in words for refusals that come without any."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.views.errors import WORDS, error_page

Handler = Callable[[HttpRequest], HttpResponse]


def error_pages(get_response: Handler) -> Handler:
    """Dress a refusal whose body is empty, such as Django's of a method, in the portal's page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code not in WORDS or response.streaming or response.content:
            return response
        page = error_page(request, response.status_code)
        for name, value in response.items():
            page.headers.setdefault(name, value)
        return page

    return middleware
