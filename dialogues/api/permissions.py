from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # the framework's views read this module's name from the settings while they are imported
    from rest_framework.views import APIView


class Staff(BasePermission):
    """Signed-in staff. Others get 403, and who is not signed in 401."""

    message = "Only staff may do this."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return bool(request.user.is_authenticated and request.user.is_active and request.user.is_staff)


class ReadOnlyOrStaff(Staff):
    """Everybody reads, staff write."""

    message = "Only staff may write."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return request.method in SAFE_METHODS or super().has_permission(request, view)
