"""How far coders agree: percent agreement, and Krippendorff's alpha. Pure; no database.

Alpha is 1 for perfect agreement and 0 for what chance alone would give; it may be negative. Krippendorff (Content
Analysis, 2004, chapter 11) relies on variables with alpha of at least .800, and draws tentative conclusions from .667.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import krippendorff

Level = Literal["nominal", "ordinal", "interval", "ratio"]

FEWEST_UNITS: Final = 2
TOO_FEW_UNITS: Final = "not defined: fewer than two units have two values"
NO_VARIATION: Final = "not defined: every value is the same, so nothing tells agreement from chance"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one variable. `units` are those that two coders gave a value to; `agreeing` those with the same one.

    `alpha` counts `alpha_units`: fewer than `units` where a scale has no place for some value (see `Variable`). It is
    None where it is not defined, and `why_not` says why.
    """

    units: int
    agreeing: int
    level: Level
    alpha: float | None
    alpha_units: int
    why_not: str = ""

    @property
    def percent(self) -> float | None:
        """None without units."""
        return 100 * self.agreeing / self.units if self.units else None


def agreement(units: Sequence[tuple[Any, Any]], level: Level = "nominal") -> Agreement:
    """How far two coders agree on one variable; a unit holds the value of each, None for one who gave none.

    Nominal values may be anything that `same_value` makes comparable. On any other level an empty value ("") counts
    for the percentage as a value of its own, and is left out of alpha: a scale has no place for it.
    """
    pairs = [(same_value(one), same_value(other)) for one, other in units if one is not None and other is not None]
    scaled = pairs if level == "nominal" else [pair for pair in pairs if "" not in pair]
    value, why_not = alpha([list(coder) for coder in zip(*scaled, strict=True)], level)
    return Agreement(len(pairs), sum(one == other for one, other in pairs), level, value, len(scaled), why_not)


def alpha(values: Sequence[Sequence[Any]], level: Level) -> tuple[float | None, str]:
    """Krippendorff's alpha, and why there is none when it is None.

    `values` has a row for each coder and in it a value for each unit, None where that coder gave none. Numbers for the
    levels above nominal; anything hashable for nominal.
    """
    units = [unit for unit in zip(*values, strict=True) if sum(value is not None for value in unit) > 1]
    if len(units) < FEWEST_UNITS:
        return None, TOO_FEW_UNITS
    given = [value for unit in units for value in unit if value is not None]
    # The package raises for a single value, or divides nothing by nothing; units with one value alone are left out too,
    # as they are in alpha itself.
    numbers = {value: number for number, value in enumerate(dict.fromkeys(given))}
    if len(numbers) == 1:
        return None, NO_VARIATION
    # Codes instead of the words themselves: in a row of texts the package takes "nan" for a missing value.
    coded = [
        [math.nan if value is None else numbers[value] if level == "nominal" else float(value) for value in unit]
        for unit in units
    ]
    found = krippendorff.alpha(list(zip(*coded, strict=True)), level_of_measurement=level)
    return float(found), ""


def same_value(value: Any) -> Any:
    """The value as it is compared: nothing is the empty text, white space does not matter, lists can be compared."""
    match value:
        case None | "" | [] | {}:
            return ""
        case str():
            return " ".join(value.split())
        case list() | dict():
            return str(value)
    return value


def differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """The fields in which two codings of the same fact differ."""
    return {name for name in one.keys() | other.keys() if same_value(one.get(name)) != same_value(other.get(name))}
