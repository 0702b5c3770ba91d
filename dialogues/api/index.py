from typing import Any

from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dialogues.api.filtering import refuse_parameters
from dialogues.api.negotiation import JsonNegotiation

RESOURCES = ("dialogues", "outcomes", "articles", "codebook")


class Index(APIView):
    """Where the resources are."""

    content_negotiation_class = JsonNegotiation

    def get(self, request: Request) -> Response:
        refuse_parameters(request, allowed=())
        return Response({name: request.build_absolute_uri(reverse(f"api:{name}")) for name in RESOURCES})


class Nothing(APIView):
    """Every other address: a problem that says so, or the way to the address with its final slash."""

    content_negotiation_class = JsonNegotiation
    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.path.endswith("/") or not _exists(request.path + "/"):
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            raise NotFound(f"There is nothing under this address. Write it with its final slash: {request.path}/")

    def get(self, request: Request, **_: Any) -> Response:
        location = request.build_absolute_uri(request.path + "/")
        if query := request.META.get("QUERY_STRING"):
            location += f"?{query}"
        return Response({"url": location}, status=301, headers={"Location": location})


def _exists(path: str) -> bool:
    try:
        return resolve(path).url_name != "nothing"
    except Resolver404:
        return False
