"""stub"""

from django.http import HttpRequest, HttpResponse


def together(request: HttpRequest, public_id: str) -> HttpResponse:
    return HttpResponse("stub")
