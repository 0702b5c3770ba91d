"""Sources: their publishers, the articles, and the snapshots of which the text was not kept."""

from collections import defaultdict

from dialogues.management.starter import terms
from dialogues.management.starter.entries import SourceEntry
from dialogues.management.starter.publishing import (
    article_kind,
    language_tag,
    publisher_hosts,
    publisher_name,
    publisher_party,
)
from dialogues.management.starter.shelves import Shelves
from dialogues.models.vocabularies import ArticleKind, ArticleOrigin, ArticleStage, Perspective
from dialogues.text.urls import canonical_url


def load_publishers(shelves: Shelves) -> None:
    """One publisher a name. Sources of one name that differ in perspective are reported; the first is kept."""
    by_name: defaultdict[str, list[SourceEntry]] = defaultdict(list)
    for source in shelves.record.sources.values():
        by_name[publisher_name(source)].append(source)
    for name, sources in by_name.items():
        first = sources[0]
        for other in sources[1:]:
            if other.perspective != first.perspective:
                shelves.report.warnings.append(
                    f"{other.place}: {name} is {other.perspective}, but {first.perspective} in {first.place}"
                )
        languages = {language_tag(source.language) for source in sources}
        party = publisher_party(first)
        perspective = shelves.report.translate("perspective", first.perspective, terms.PERSPECTIVE)
        if perspective == Perspective.OFFICIAL and party is None:
            shelves.report.warnings.append(f"{first.place}: {name}: no party is known, so it is a third party")
            perspective = Perspective.THIRD_PARTY
        shelves.publishers.put(
            name,
            name=name,
            perspective=perspective,
            perspective_as_stated=first.perspective.replace("_", " "),
            party_id=party,
            language=languages.pop() if len(languages) == 1 else "mul",
            hosts=publisher_hosts(name),
        )
    shelves.publishers.store()


def load_articles(shelves: Shelves) -> None:
    """An article a source, with one snapshot. A copy on a junk address is named and never linked."""
    entries = shelves.record.sources.values()
    for source in entries:
        kind = article_kind(source)
        shelves.report.derived["kind of article"][kind] += 1
        shelves.articles.put(
            source.id,
            publisher=shelves.publishers[publisher_name(source)],
            kind=kind,
            origin=ArticleOrigin.STARTER,
            url=source.url,
            canonical_url=canonical_url(source.url),
            linkable=not source.mirror_domain,
            description=source.what_it_is or ("" if kind == ArticleKind.UNKNOWN else ArticleKind(kind).label),
            language=language_tag(source.language),
            published_on=source.published,
            published_on_basis=source.date_basis,
            copy_of_as_stated=source.repost_of,
            note=source.note,
            stage=ArticleStage.READY,
        )
    shelves.articles.store()
    for source in entries:
        shelves.snapshots.put(source.id, article=shelves.articles[source.id], extent=source.extent_seen)
    shelves.snapshots.store()
    shelves.report.entry("sources", len(entries), "Publisher, Article and Snapshot without text")
    mirrors = sum(source.mirror_domain for source in entries)
    shelves.report.entry("of them seen on a mirror", mirrors, "Article that is never linked")
