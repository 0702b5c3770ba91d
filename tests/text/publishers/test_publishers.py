"""Each publisher that has an adapter, by a page of our own in the layout of its site."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from dialogues.text.publishers import adapter_for, adapters
from dialogues.text.reading.document import ReadText
from dialogues.text.reading.read import read_document
from tests.faults.hostile_corpus import SENTENCE

SAMPLES: Final = Path(__file__).parent / "samples"
EXPECTED: Final = {
    "state_gov": (
        "https://2009-2017.state.gov/r/pa/prs/ps/2016/12/1.htm",
        ReadText(
            text="The third ministerial dialogue on cybercrime took place in Washington on December 7.\n"
            "Both sides reviewed the hotline that they had agreed on in 2015.",
            title="Third Dialogue on Cybercrime",
            byline="Office of the Spokesperson",
            language="en",
            kind="press_release",
            published_on_basis="shown on the page: December 8, 2016",
        ),
        "2016-12-08",
    ),
    "mfa_gov_cn": (
        "https://www.mfa.gov.cn/web/wjbxw/t1423000.shtml",
        ReadText(
            text="2016年12月7日，第三次对话在华盛顿举行。\n双方回顾了热线机制的建设情况，并同意继续开展对话。",
            title="中美举行第三次打击网络犯罪及相关事项高级别联合对话",
            language="zh-Hans",
            kind="readout",
            published_on_basis="shown on the page: 2016-12-08 18:30",
        ),
        "2016-12-08",
    ),
    "gov_uk": (
        "https://www.gov.uk/government/news/talks-on-cybercrime",
        ReadText(
            text="China and the United States held their third dialogue on cybercrime.\n"
            "They reviewed the hotline.\nThey agreed to go on with the dialogue.",
            title="Note on the third dialogue on cybercrime",
            byline="A department",
            language="en",
            kind="press_release",
            published_on_basis="shown on the page: 9 December 2016",
        ),
        "2016-12-09",
    ),
}


def test_each_adapter_has_a_sample_and_an_expectation() -> None:
    assert set(adapters()) == set(EXPECTED) == {path.stem for path in SAMPLES.glob("*.html")}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_of_this_publisher_is_read_as_it_should_be(name: str) -> None:
    url, expected, day = EXPECTED[name]
    found = read_document((SAMPLES / f"{name}.html").read_bytes(), "text/html", url)
    assert found.kind_basis
    assert str(found.published_on) == day
    assert replace(found, kind_basis="", published_on=None, canonical_url="") == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_an_adapter_that_finds_nothing_leaves_the_page_to_the_general_reader(name: str) -> None:
    page = (
        f"<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>{SENTENCE * 4}</p></article>"
        "</body></html>"
    )
    found = read_document(page.encode(), "text/html", f"https://{adapters()[name].hosts[0]}/other/page")
    assert (found.title, SENTENCE.strip() in found.text) == ("Talks", True)


def test_an_adapter_is_for_its_hosts_and_those_below_them() -> None:
    assert adapter_for("https://2009-2017.state.gov/r/pa") is adapters()["state_gov"]
    assert adapter_for("http://WWW.FMPRC.GOV.CN/x") is adapters()["mfa_gov_cn"]
    assert adapter_for("https://state.gov.example/") is None
    assert adapter_for("https://notstate.gov/") is None
    assert adapter_for("no address") is None
    assert adapter_for("http://[broken") is None
