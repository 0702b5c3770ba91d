from collections.abc import Sequence
from typing import Final

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

SPOKEN: Final = frozenset({"*/*", "application/*", "application/json", "application/problem+json"})


class JsonNegotiation(DefaultContentNegotiation):
    """JSON for who accepts it. Unlike the framework's, it leaves a parameter `format` to be refused like others."""

    spoken = SPOKEN

    def select_renderer(  # type: ignore[override] # its stub wants an iterable; the framework gives a list
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        accepted = {media_type.partition(";")[0].strip().lower() for media_type in self.get_accept_list(request)}
        if accepted.isdisjoint(self.spoken):
            raise NotAcceptable("This API answers in application/json.")
        return renderers[0], renderers[0].media_type


class TextNegotiation(JsonNegotiation):
    """The same for a resource that is plain text; its errors are JSON like all others."""

    spoken = SPOKEN | {"text/*", "text/plain"}
