from typing import TYPE_CHECKING, Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from dialogues.models import User
from dialogues.review.permission import may

if TYPE_CHECKING:  # the framework's views read this module's name from the settings while they are imported
    from rest_framework.views import APIView

ACTIONS = {"POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}


class Staff(BasePermission):
    """Who may view records of this kind, or add, change, delete them. Others get 403, and who is not signed in 401.

    The kind is that of the view's serializer; where it has none, nobody writes.
    """

    message = "Your role does not allow this."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method not in view.allowed_methods:
            return isinstance(request.user, User)  # it is told 405 next
        meta: Any = getattr(getattr(view, "serializer_class", None), "Meta", None)
        if meta is None:
            return False
        return may(request.user, ACTIONS.get(request.method or "", "view"), meta.model)


class ReadOnlyOrStaff(Staff):
    """Everybody reads; writing is for those whose role allows it."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return request.method in SAFE_METHODS or super().has_permission(request, view)
