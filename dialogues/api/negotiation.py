from collections.abc import Sequence
from typing import Final

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

SPOKEN: Final = frozenset({"*/*", "application/*", "application/json", "application/problem+json"})


class JsonNegotiation(DefaultContentNegotiation):
    """JSON for who accepts it. Unlike the framework's, it leaves a parameter `format` to be refused like others."""

    def select_renderer(  # type: ignore[override] # its stub wants an iterable; the framework gives a list
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        accepted = {media_type.partition(";")[0].strip().lower() for media_type in self.get_accept_list(request)}
        if accepted.isdisjoint(SPOKEN):
            raise NotAcceptable("This API answers in application/json.")
        return renderers[0], renderers[0].media_type
