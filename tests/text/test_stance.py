import pytest

from dialogues.text.passages import passage
from dialogues.text.stance import stance_towards


@pytest.mark.parametrize(
    ("there", "here", "stance", "reason"),
    [
        (
            "They agreed to establish a hotline.",
            "They agreed to consider a hotline.",
            "softer",
            "“agreed to consider” (considers) here, “agreed” (commits) there",
        ),
        ("双方就热线交换了意见。", "Both sides agreed on a hotline.", "stronger", "“agreed” (commits) here"),
        ("They agreed on a hotline.", "They did not agree on a hotline.", "contradicts", "“did not agree” (denies)"),
        (
            "They will meet in June 2016.",
            "双方将于2016年7月会晤。",
            "contradicts",
            "another date: 2016-07 here, 2016-06 there",
        ),
        ("They agreed on a hotline.", "双方同意建立热线。", "supports", "no other value"),
        ("Hotline", "Hotline", "supports", "no other value"),
    ],
)
def test_the_stance_comes_with_its_reason(there: str, here: str, stance: str, reason: str) -> None:
    proposed = stance_towards(passage(there), passage(here))
    assert (proposed.value, reason in proposed.reason) == (stance, True), proposed.reason


def test_how_firmly_the_record_words_it_is_no_account_but_another_day_is_one() -> None:
    record = passage("They decided on a second round in June 2016.")
    softer = stance_towards(record, passage("A second round was discussed."), quoted=False)
    assert (softer.value, "no source is quoted" in softer.reason) == ("supports", True)
    assert stance_towards(record, passage("They will meet in July 2016."), quoted=False).value == "contradicts"
