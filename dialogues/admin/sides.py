"""The two sides of a mechanism or a dialogue: entered in either order, kept in the stored one."""

from typing import Any

from dialogues.admin.stale_saves import StaleSafeForm


class SidesForm(StaleSafeForm):
    """The database wants the party whose code comes first as side A; a person need not know."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, second = cleaned.get("side_a"), cleaned.get("side_b")
        if first is None or second is None:
            return cleaned
        if first == second:
            self.add_error("side_b", "Side B: choose another party than side A.")
        elif first.code > second.code:
            cleaned["side_a"], cleaned["side_b"] = second, first
        return cleaned
