from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dialogues.api.filtering import refuse_parameters
from dialogues.api.negotiation import JsonNegotiation
from dialogues.queries.codebook import Vocabulary, codebook


class Codebook(APIView):
    """Every controlled term with its definition and an example, in the order of the codebook page."""

    content_negotiation_class = JsonNegotiation

    def get(self, request: Request) -> Response:
        refuse_parameters(request, allowed=())
        body = {"vocabularies": [_written(vocabulary) for vocabulary in codebook()]}
        return Response(body, headers={"Cache-Control": "no-cache"})


def _written(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "name": vocabulary.name,
        "title": vocabulary.title,
        "used_for": [name.strip() for name in vocabulary.used_for.split(",")],
        "about": vocabulary.about,
        "staff_only": vocabulary.machinery,
        "terms": [
            {"value": term.value, "label": term.label, "definition": term.definition, "example": term.example}
            for term in vocabulary.terms
        ],
    }
