"""What was agreed, in Chinese texts: lists in every shape, deadlines, next meetings, disagreements."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, facts_of, values
from tests.ingest.extract.reading import of_kind


def outcomes(text: str) -> list[tuple[object, object]]:
    return [(one["kind"], one["title"]) for one in values(text, FactKind.OUTCOME)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("双方同意建立热线机制。", [("channel", "建立热线机制")]),
        (
            "双方商定，加强追逃案件合作；举办网络安全研讨会。",
            [("case_cooperation", "加强追逃案件合作"), ("joint_activity", "举办网络安全研讨会")],
        ),
        ("雙方一致同意恢復交流，並設立聯合工作組。", [("joint_activity", "恢復交流"), ("channel", "設立聯合工作組")]),
        ("双方签署了关于气候变化合作的谅解备忘录。", [("instrument", "签署了关于气候变化合作的谅解备忘录")]),
        ("两国决定建立工作组。", [("channel", "建立工作组")]),
        ("双方就反恐、禁毒、追逃追赃等议题达成广泛共识。", [("case_cooperation", "反恐、禁毒、追逃追赃等议题")]),
        ("双方承诺不从事网络窃密。", [("norm", "不从事网络窃密")]),
        ("双方宣布启动联合研究。", [("joint_activity", "宣布启动联合研究")]),
    ],
)
def test_each_thing_agreed_is_one_outcome(sentence: str, expected: list[tuple[object, object]]) -> None:
    assert outcomes(HELD + sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "双方达成以下共识：一是建立热线；二是加强信息共享；三是举办研讨会。",
        "双方同意：（一）建立热线；（二）加强信息共享；（三）举办研讨会。",
        "双方达成以下共识：\n1. 建立热线。\n2. 加强信息共享。\n3. 举办研讨会。",
        "双方达成三点共识。一、建立热线。二、加强信息共享。三、举办研讨会。",
    ],
)
def test_numbered_points_are_one_outcome_each(sentence: str) -> None:
    assert [title for _, title in outcomes(HELD + sentence)] == ["建立热线", "加强信息共享", "举办研讨会"]


def test_what_one_side_says_in_a_list_is_no_outcome() -> None:
    text = (
        HELD + "双方达成下列共识：\n一、推进经济合作。\n二、美方说，将派代表团来华。中方表示欢迎。\n三、加强信息共享。"
    )
    assert [title for _, title in outcomes(text)] == ["推进经济合作", "加强信息共享"]


def test_topics_after_a_colon_are_no_outcomes() -> None:
    text = HELD + "双方同意在下列领域恢复对话沟通：\n一、经贸问题\n二、领事事务\n"
    assert [title for _, title in outcomes(text)] == ["在下列领域恢复对话沟通"]


def test_an_anniversary_is_no_outcome() -> None:
    assert outcomes(HELD + "今年恰逢中美建立合作机制20周年。") == []


def test_a_promise_of_a_meeting_is_an_outcome_with_a_deadline() -> None:
    (found,) = values(HELD + "双方商定，2018年在北京举行第二轮对话。", FactKind.OUTCOME)
    assert (found["kind"], found["stated_by"]) == ("next_meeting", "both")
    assert (found["deadline_as_stated"], found["deadline"]) == ("2018", "2018")


def test_the_next_round_may_be_the_subject() -> None:
    (found,) = values(HELD + "下一轮对话将于明年在北京举行。", FactKind.OUTCOME)
    assert (found["kind"], found["deadline"]) == ("next_meeting", "2018")


def test_a_month_without_a_year_lies_ahead() -> None:
    (found,) = values(HELD + "双方同意9月前举行桌面推演。", FactKind.OUTCOME)
    assert (found["kind"], found["deadline_as_stated"], found["deadline"]) == ("joint_activity", "9月前", "2018-09")


def test_a_second_verb_takes_over_with_what_it_agrees() -> None:
    text = HELD + "双方达成了《打击网络犯罪指导原则》，决定建立热线机制，就执法培训达成广泛共识。"
    assert [title for _, title in outcomes(text)] == ["达成了《打击网络犯罪指导原则》", "建立热线机制", "执法培训"]


def test_what_they_could_not_agree_on_is_a_recorded_disagreement() -> None:
    assert outcomes(HELD + "双方未就钢铁产能过剩达成一致。") == [("recorded_disagreement", "钢铁产能过剩")]


@pytest.mark.parametrize(
    "sentence",
    [
        "去年双方曾同意建立热线。",
        "中方希望双方同意建立热线。",
        "双方尚未同意建立热线。",
        "这一机制是根据两国元首达成的共识建立的。",
        "中国和日本同意建立热线。",
    ],
)
def test_what_was_not_agreed_at_the_meeting_is_no_outcome(sentence: str) -> None:
    assert outcomes(HELD + sentence) == []


def test_an_announcement_has_no_outcomes() -> None:
    assert outcomes("第二轮中美外交安全对话将于下月在北京举行。双方同意建立热线。") == []


def test_spans_are_those_of_the_text_as_written() -> None:
    text = "首輪中美執法及網絡安全對話4日在華盛頓舉行。雙方同意建立工作組；加強追逃合作。"
    spans = [fact.spans[0].of(text) for fact in of_kind(facts_of(text), FactKind.OUTCOME)]
    assert spans == ["建立工作組", "加強追逃合作"]
