"""The form of a citation: what it is about, and the three ways to give its quote."""

from typing import Any, Final

from django import forms
from django.utils.text import capfirst

from dialogues.models import Party
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.citable import Subject, citable_fields, described, subject_name
from dialogues.text.quotes import find_quotes

SHOWN: Final = ("quote", "subject", "field", "stance", "value_as_stated", "speaker_party", "note")
# The page itself draws these, within the text and below it.
DRAWN: Final = frozenset({"snapshot", "start", "place", "sentence", "instead"})


class AskedForm(forms.Form):
    """What the address asks for."""

    subject = forms.CharField(required=False, max_length=20)
    article = forms.CharField(required=False, max_length=20)
    q = forms.CharField(required=False, max_length=200)

    def asked(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class SpanField(forms.RegexField):
    """Two offsets into the kept text, as "12-40"; cleaned to a pair of numbers, or None."""

    def __init__(self) -> None:
        super().__init__(r"^[0-9]{1,9}-[0-9]{1,9}$", required=False)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return tuple(int(part) for part in text.split("-")) if text else None


class CiteForm(forms.Form):
    """One citation of the text in `snapshot`."""

    subject = forms.ChoiceField(label="About")
    field = forms.ChoiceField(
        label="Field", required=False, help_text="Leave it at “the record as a whole” when the sentence says all of it."
    )
    stance = forms.ChoiceField(
        label="Stance",
        choices=CitationStance.choices,
        initial=CitationStance.SUPPORTS,
        help_text="“Does not mention it” needs no quote: it says that you searched the whole kept text in vain.",
    )
    quote = forms.CharField(
        label="Quote",
        required=False,
        strip=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Paste the sentence, or select it in the kept text.",
    )
    value_as_stated = forms.CharField(
        label="Value as stated", required=False, max_length=500, help_text="The words for the value, e.g. “on Tuesday”."
    )
    speaker_party = forms.ModelChoiceField(
        Party.objects.all(), label="Speaker’s party", required=False, empty_label="of no party, or unknown"
    )
    note = forms.CharField(label="Note", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))
    snapshot = forms.CharField(widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    place = forms.IntegerField(required=False, min_value=0)
    sentence = SpanField()
    instead = SpanField()

    def __init__(self, *args: Any, family: list[Subject], text: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.family = {subject.public_id: subject for subject in family}
        self.text = text
        kinds = {subject_name(one): type(one) for one in family}
        grouped = [(capfirst(model._meta.verbose_name), _choices(kind, model)) for kind, model in kinds.items()]
        self._offer("subject", [(one.public_id, capfirst(described(one))) for one in family])
        self._offer("field", [("", "the record as a whole"), *grouped])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def shown(self) -> list[forms.BoundField]:
        """The fields beside the text, in their order."""
        return [self[name] for name in SHOWN]

    def clean(self) -> dict[str, Any]:
        """`subject` becomes the record, `field` a name without its kind; `typed` is the quote as it was written."""
        cleaned = super().clean() or self.cleaned_data
        subject = cleaned["subject"] = self.family.get(cleaned.get("subject") or "")
        kind, _, name = (cleaned.get("field") or "").partition(".")
        if subject is not None and name and kind != subject_name(subject):
            self.add_error("field", f"Field: choose one of the {subject._meta.verbose_name}, or the record as a whole.")
        cleaned["field"] = name
        if "quote" in cleaned:
            self._settle_quote(cleaned)
        for name in self.errors.keys() & DRAWN:
            self.add_error(None, f"{name.capitalize()}: this is nothing that the page offers.")
        return cleaned

    def _settle_quote(self, cleaned: dict[str, Any]) -> None:
        """Which of the ways to give a quote was taken: a passage offered instead, a sentence, or one's own words."""
        quote = cleaned["quote"] = cleaned["typed"] = cleaned["quote"].replace("\r\n", "\n")
        chosen = [number for number in (cleaned.get("place"), cleaned.get("start")) if number is not None]
        cleaned["start"] = chosen[0] if chosen else None
        sentence = cleaned.get("sentence")
        taken = cleaned.get("instead") or (None if quote.strip() else sentence)
        if taken:
            cleaned["quote"] = cleaned["typed"] = self.text[taken[0] : taken[1]]
            cleaned["start"] = taken[0]
        elif sentence and not chosen:
            within = find_quotes(self.text[sentence[0] : sentence[1]], quote).places
            if within:
                cleaned["quote"], cleaned["start"] = within[0].exact, sentence[0] + within[0].start
            else:
                self.add_error("quote", "Quote: the selected sentence does not say this. Paste or select, not both.")


def _choices(kind: str, model: type[Subject]) -> list[tuple[str, str]]:
    return [(f"{kind}.{name}", label) for name, label in citable_fields(model).items()]
