"""What staff paste into a search box: a public ID, a public address, the readable end of one, an article's address."""

import re
from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import Any, Final

from django.apps import apps
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import F, Func, Model, Q, TextField, Value
from django.utils.text import slugify

from dialogues.models.public_id import ALPHABET, DIGITS, PublicIdField
from dialogues.text.urls import canonical_url

_PUBLIC_ID: Final = re.compile(rf"(?<![0-9a-z])(?P<prefix>[a-z]{{3}})-[{ALPHABET}]{{{DIGITS}}}(?![0-9a-z-])")
_SLUG: Final = re.compile(r"/?(?P<slug>[0-9a-z]+(?:-[0-9a-z]+)+)/?")


def public_id_in(text: str) -> str | None:
    """The first public ID of a text: alone, in an address of a page, of the admin or of the API."""
    found = (one for one in _PUBLIC_ID.finditer(text.lower()) if one["prefix"] in _prefixes())
    return next((one[0] for one in found), None)


@cache
def _prefixes() -> frozenset[str]:
    fields = (field for model in apps.get_app_config("dialogues").get_models() for field in model._meta.concrete_fields)
    return frozenset(field.prefix for field in fields if isinstance(field, PublicIdField))


def slug_in(text: str) -> str | None:
    """The slug, when the text is nothing but one ("first-round-of-the-dialogue")."""
    found = _SLUG.fullmatch(text.strip())
    return found["slug"] if found else None


def canonical_in(text: str) -> str | None:
    """The one spelling of an http address, when the text is nothing but one."""
    try:
        return canonical_url(text)
    except ValueError:
        return None


def has_slug(field: str, slug: str) -> tuple["Func[TextField[Any, Any]]", str]:
    """An expression for `field`, and how it begins for the records whose slug is, or begins with, this one.

    A slug is made of the letters of a title without their marks (see `PublishedRecord.slug`); neither side keeps what
    stands between them.
    """
    plain = Func(F(field), template="lower(normalize(%(expressions)s, NFKD))", output_field=TextField())
    signs = (Value("[^0-9a-z]+"), Value(""), Value("g"))
    letters = Func(plain, *signs, function="regexp_replace", output_field=TextField())
    return letters, slugify(slug).replace("-", "")


def named_by(model: type[Model], paths: Iterable[str], public_id: str) -> Q | None:
    """The condition on rows of `model` that one of the paths leads to the record with this public ID.

    Only paths to that kind of record are asked, so that an index answers. None when there is no such path.
    """
    prefix = public_id.partition("-")[0]
    fitting = [path for path in paths if _field(model, path).prefix == prefix]
    return reduce(or_, (Q(**{path: public_id}) for path in fitting)) if fitting else None


def _field(model: type[Model], path: str) -> PublicIdField:
    field = get_fields_from_path(model, path)[-1]
    if not isinstance(field, PublicIdField):
        raise TypeError(f"{path} leads to no public ID")
    return field
