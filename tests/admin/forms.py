"""The form of an admin page as a browser would send it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from lxml import html

from dialogues.models.record import Record


def address_of(record: Model) -> str:
    return reverse(f"admin:dialogues_{record._meta.model_name}_change", args=[record.pk])


def open_form(client: Client, record: Record) -> dict[str, Any]:
    """What the page's form holds when it is opened."""
    return fields_of(client.get(address_of(record)).content)


def fields_of(page: bytes) -> dict[str, Any]:
    """Name and value of each field; a list where a name has several. Buttons and templates of rows are left out."""
    document: Any = html.document_fromstring(page)
    form = next(form for form in document.forms if form.get("id", "").endswith("_form"))
    # A browser leaves out the line break right after the tag of a text area.
    areas = {area.name for area in form.iter("textarea")}
    pairs = [(name, (value or "").removeprefix("\n" if name in areas else "")) for name, value in form.form_values()]
    sent = QueryDict(urlencode(pairs))
    lists = {name: values for name, values in sent.lists() if "__prefix__" not in name}
    return {name: values if len(values) > 1 else values[0] for name, values in lists.items()}
