"""What a run did: rows made and found, which term became which, and what a reader of the report should look at."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """`entries` counts what the files hold, by the files' names for it; `told_as` says where each kind went. `terms`
    counts the terms that became another one, `derived` the values that a rule gave where the files have no term."""

    entries: Counter[str] = field(default_factory=Counter)
    told_as: dict[str, str] = field(default_factory=dict)
    created: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    terms: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    derived: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    remarks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def translate(self, what: str, term: str, table: Mapping[str, str]) -> str:
        """Our term for one of the files, remembered for the report."""
        ours = str(table[term])
        self.becomes(what, term, ours)
        return ours

    def becomes(self, what: str, term: str, ours: str) -> None:
        """Remember that a term of the files became ours; nothing to tell when it is the same."""
        if ours != term:
            self.terms[what][term, ours] += 1

    def entry(self, kind: str, count: int, told_as: str) -> None:
        """The files hold `count` entries of this kind, and they are loaded as `told_as`."""
        self.entries[kind] += count
        self.told_as[kind] = told_as

    def short(self) -> Iterator[str]:
        """One line; and the warnings, which are never left out."""
        yield f"Starter record: {self.created.total()} rows created, {self.found.total()} already there."
        yield from (f"WARNING {warning}" for warning in self.warnings)

    def full(self) -> Iterator[str]:
        yield "Rows (created, already there)"
        for model in dict.fromkeys([*self.created, *self.found]):
            yield f"  {model:<20} {self.created[model]:>5} {self.found[model]:>5}"
        yield ""
        yield "What the files hold, and where it went (nothing is dropped)"
        for kind, count in self.entries.items():
            yield f"  {count:>5} {kind} -> {self.told_as[kind]}"
        yield ""
        yield "Derived by a rule"
        for what, values in self.derived.items():
            yield f"  {what}: " + ", ".join(f"{value} ({count})" for value, count in sorted(values.items()))
        yield ""
        yield "Terms that became a different one (the files' term is kept beside it, as stated)"
        for what, pairs in sorted(self.terms.items()):
            for (term, ours), count in sorted(pairs.items()):
                yield f"  {what}: {term} -> {ours} ({count})"
        if self.remarks:
            yield ""
            yield "Remarks"
            yield from (f"  {remark}" for remark in self.remarks)
        yield ""
        yield from self.short()
