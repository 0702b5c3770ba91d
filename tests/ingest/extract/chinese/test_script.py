"""Traditional characters are read as simplified ones without moving an offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.ingest.extract.chinese.script import plain
from dialogues.text.signs import in_simplified_signs


@pytest.mark.parametrize(
    ("written", "read"), [("國務委員楊潔篪", "国务委员杨洁篪"), ("乾隆", "乾隆"), ("Ａ１２，；：", "A12,;:")]
)
def test_it_reads_simplified_characters_and_plain_signs(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_text_changes_its_length(text: str) -> None:
    assert len(in_simplified_signs(text)) == len(plain(text)) == len(text)


def test_what_would_change_the_length_is_turned_sign_by_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    class Growing:
        def convert(self, text: str) -> str:
            return {"國": "国", "歐盟": "欧洲联盟"}.get(text, text)

    monkeypatch.setattr("dialogues.text.signs._converter", Growing)
    assert in_simplified_signs("歐盟") == "歐盟"
