import pytest

from dialogues.management.starter.offices import posts
from dialogues.models.vocabularies import Rank


@pytest.mark.parametrize(
    ("office", "titles"),
    [
        ("State Councilor and Minister of Public Security", ["State Councilor", "Minister of Public Security"]),
        ("Director, Office; Politburo member", ["Director, Office", "Politburo member"]),
        ("Department of North American and Oceanian Affairs", ["Department of North American and Oceanian Affairs"]),
        (
            "Senior Director for Counterterrorism and Transnational Crime",
            ["Senior Director for Counterterrorism and Transnational Crime"],
        ),
    ],
)
def test_an_office_is_split_only_between_posts(office: str, titles: list[str]) -> None:
    assert [post.title for post in posts(office, "CN", "cabinet")] == titles


def test_a_military_rank_is_no_post() -> None:
    assert [post.title for post in posts("Major General; deputy director", "CN", "general")] == ["deputy director"]


def test_acting_is_said_of_the_post_and_not_in_its_title() -> None:
    (post,) = posts("Acting Secretary of Homeland Security", "US", "acting_cabinet")
    assert (post.title, post.acting, post.organization) == ("Secretary of Homeland Security", True, "us-dhs")


def test_the_rank_of_a_person_is_that_of_the_only_post() -> None:
    (post,) = posts("Attorney General", "US", "cabinet")
    assert post.rank == Rank.MINISTER


def test_each_of_two_posts_has_its_own_rank() -> None:
    first, second = posts("State Councilor and Minister of Defense", "CN", "state_councilor")
    assert (first.rank, second.rank) == (Rank.DEPUTY_HEAD_OF_GOVERNMENT, Rank.MINISTER)


def test_an_organization_is_named_only_where_the_title_is_plain() -> None:
    (adviser,) = posts("Deputy Homeland Security Advisor", "US", "deputy_assistant")
    (attorney,) = posts("Attorney-General", "AU", "cabinet")
    assert (adviser.organization, attorney.organization) == ("", "")
