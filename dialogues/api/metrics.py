from django.http import HttpResponse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from dialogues.api.filtering import refuse_parameters
from dialogues.api.negotiation import TextNegotiation
from dialogues.models import Job
from dialogues.queries.ingestion_metrics import CONTENT_TYPE, ingestion_metrics
from dialogues.review.permission import may


class MaySeeJobs(BasePermission):
    """Figures about jobs are for those who may see jobs."""

    message = "Your role does not allow this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return may(request.user, "view", Job)


class Metrics(APIView):
    """How ingestion goes, in the text format of Prometheus: give the monitoring system a viewer's token."""

    content_negotiation_class = TextNegotiation
    permission_classes = [MaySeeJobs]

    def get(self, request: Request) -> HttpResponse:
        refuse_parameters(request, allowed=())
        return HttpResponse(ingestion_metrics(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
