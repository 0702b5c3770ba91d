"""Lists from and to files: which columns there are, how a file is read and written, the preview and the confirmation.

`resource_for` says what a model's file looks like. The concepts that can be imported have a module of their own here;
of every other record the list can be exported.
"""

from functools import cache

from django.db.models import Model

from dialogues.admin.exchange.dialogue import DialogueResource
from dialogues.admin.exchange.organization import OrganizationResource
from dialogues.admin.exchange.outcome import OutcomeResource
from dialogues.admin.exchange.person import PersonResource
from dialogues.admin.exchange.resource import RecordResource, export_only
from dialogues.admin.exchange.tenure import TenureResource

__all__ = ["can_be_imported", "resource_for"]

_IMPORTED: dict[type[Model], type[RecordResource]] = {
    resource._meta.model: resource
    for resource in (PersonResource, OrganizationResource, TenureResource, DialogueResource, OutcomeResource)
}


def can_be_imported(model: type[Model]) -> bool:
    return model in _IMPORTED


@cache
def resource_for(model: type[Model]) -> type[RecordResource]:
    """The columns of a model's file, the same for import and export."""
    return _IMPORTED.get(model) or export_only(model)
