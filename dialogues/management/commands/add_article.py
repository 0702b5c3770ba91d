"""`manage.py add_article`: an address, a file or standard input becomes an article, and the workers take it on."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogues.ingest.add import ArticleRefused, ArticleSource, FromText, FromUpload, FromUrl, Particulars
from dialogues.models import Publisher, User
from dialogues.models.history import change
from dialogues.tasks import submit_article
from dialogues.text.dates import PartialDate


class Command(BaseCommand):
    """Prints the article's public ID on standard output."""

    help = (
        "Add an article: an http(s) address, a file (HTML, PDF, Word, e-mail, text), or - for a text on standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="an address, a file's path, or -")
        parser.add_argument("--title", default="")
        parser.add_argument(
            "--published-on", default="", help="the publisher's local date: YYYY-MM-DD, YYYY-MM or YYYY"
        )
        parser.add_argument("--language", default="", help="BCP 47, e.g. en or zh-Hans; found out when it is not given")
        parser.add_argument("--publisher", default="", help="the name of a publisher of the record")
        parser.add_argument("--by", default="", help="the user name of the staff member who adds it")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            source = _source(options["source"], _particulars(options))
            by = user_named(options["by"])
            with change(reason="manage.py add_article", by=by):
                article = submit_article(source, by=by)
        except ArticleRefused as refused:
            raise CommandError(f"{refused.field}: {refused.message}") from refused
        self.stdout.write(article.public_id)


def _source(given: str, particulars: Particulars) -> ArticleSource:
    if given == "-":
        return FromText(sys.stdin.read(), particulars=particulars)
    if "://" in given:
        return FromUrl(given, particulars)
    path = Path(given)
    try:
        return FromUpload(path.name, path.read_bytes(), particulars)
    except OSError as error:
        raise CommandError(f"source: {given} is no address and cannot be read as a file ({error.strerror}).") from error


def _particulars(options: dict[str, Any]) -> Particulars:
    published_on = None
    if options["published_on"]:
        try:
            published_on = PartialDate.parse(options["published_on"])
        except ValueError as error:
            raise CommandError(f"--published-on: {error}") from error
    return Particulars(
        title=options["title"],
        language=options["language"],
        publisher=publisher_named(options["publisher"]),
        published_on=published_on,
    )


def publisher_named(name: str) -> Publisher | None:
    """The publisher of this name, None without a name. Raises CommandError when there is none."""
    if not name:
        return None
    publisher = Publisher.objects.filter(name__iexact=name).first()
    if publisher is None:
        raise CommandError(f"--publisher: the record has no publisher named {name}.")
    return publisher


def user_named(username: str) -> User | None:
    """The active user of this name, None without a name. Raises CommandError when there is none."""
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"--by: there is no active user named {username}.")
    return user
