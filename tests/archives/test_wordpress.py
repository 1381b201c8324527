"""The WordPress interface answers as its handbook says."""

import httpx
import pytest

from tests.archives.asking import get, posts
from tests.archives.served import Archives, Manners
from tests.archives.standin import serve
from tests.archives.world import folded

DAYS = {"after": "2022-07-19T23:59:59", "before": "2022-08-06T00:00:00"}


def test_pages_of_posts_hold_all_posts_of_the_window_once(served: Archives) -> None:
    first = posts(served, **DAYS, per_page=100, _fields="link")
    assert first.headers["X-WP-TotalPages"] == "2"
    second = posts(served, **DAYS, per_page=100, _fields="link", page=2)
    links = [post["link"] for post in first.json() + second.json()]
    assert len(first.json()) == 100
    assert len(links) == len(set(links)) == int(first.headers["X-WP-Total"])
    for url in served.world.expected("wordpress"):
        if url.startswith(served.world.bases["kumbulla"]):
            assert url in links


def test_a_page_past_the_end_is_an_error(served: Archives) -> None:
    answer = posts(served, **DAYS, per_page=100, page=3)
    assert answer.status_code == 400
    assert answer.json()["code"] == "rest_post_invalid_page_number"


@pytest.mark.parametrize(
    "wrong",
    [
        {"per_page": 101},
        {"per_page": 0},
        {"per_page": "many"},
        {"page": 0},
        {"after": "yesterday"},
        {"order": "up"},
        {"orderby": "length"},
    ],
    ids=str,
)
def test_a_parameter_that_cannot_be_is_named(
    served: Archives, wrong: dict[str, object]
) -> None:
    answer = posts(served, **wrong)
    assert answer.status_code == 400
    assert answer.json()["code"] == "rest_invalid_param"
    assert list(answer.json()["data"]["params"]) == list(wrong)


def test_after_and_before_are_local_and_exclude_the_moment(served: Archives) -> None:
    def slugs(**params: object) -> set[str]:
        answer = posts(served, search="samiti", _fields="slug", **params)
        return {post["slug"] for post in answer.json()}

    midnight = "mek-dhe-samiti-ne-manez"
    assert midnight in slugs(after="2022-07-19T23:59:59")
    assert midnight not in slugs(after="2022-07-20T00:00:00")
    assert midnight not in slugs(after="2022-07-19T22:00:00Z")
    assert midnight not in slugs(before="2022-07-20T00:00:00")
    assert "samiti-boteror-pritet-ne-manez" in slugs(before="2022-07-20T00:00:00")


def test_a_search_finds_words_inside_words_and_without_marks(
    served: Archives,
) -> None:
    def titles(search: str) -> list[str]:
        answer = posts(served, search=search, per_page=100, _fields="title.rendered")
        return [folded(post["title"]["rendered"]) for post in answer.json()]

    assert any("mekanike" in title for title in titles("MEK"))
    assert titles("kercenim") == titles("kërcënim") != []
    both = titles("samiti ullirit")
    assert both == ["samiti i ullirit shtyhet per shkak te paralajmerimit te motit"]
    assert titles('"ullirit samiti"') == []


def test_posts_come_newest_first_unless_asked_otherwise(served: Archives) -> None:
    newest = [post["date"] for post in posts(served, per_page=50).json()]
    assert newest == sorted(newest, reverse=True)
    oldest = [post["id"] for post in posts(served, orderby="id", order="asc").json()]
    assert oldest == sorted(oldest)
    without = posts(served, orderby="relevance").json()["code"]
    assert without == "rest_no_search_term_defined"


def test_only_the_fields_asked_for_are_sent(served: Archives) -> None:
    (post,) = posts(served, per_page=1, _fields="id,date_gmt,title.rendered").json()
    assert list(post) == ["id", "date_gmt", "title"]
    assert list(post["title"]) == ["rendered"]
    assert "content" in posts(served, per_page=1).json()[0]


def test_a_window_without_posts_is_an_empty_list(served: Archives) -> None:
    answer = posts(served, after="2023-01-01T00:00:00", page=2)
    assert (answer.status_code, answer.json()) == (200, [])
    assert answer.headers["X-WP-TotalPages"] == "0"


def test_a_site_may_allow_less_on_a_page() -> None:
    with serve(manners=Manners(per_page=20)) as archives:
        assert posts(archives, per_page=100).status_code == 400
        assert len(posts(archives, per_page=20).json()) == 20


def test_closed_and_missing_interfaces_say_so(served: Archives) -> None:
    def answer(outlet: str) -> httpx.Response:
        return get(f"{served.world.bases[outlet]}/wp-json/wp/v2/posts")

    assert answer("ura").status_code == 401
    assert answer("ura").json()["code"] == "rest_forbidden"
    assert answer("quay").status_code == 404
    users = get(f"{served.world.bases['kumbulla']}/wp-json/wp/v2/users")
    assert users.json()["code"] == "rest_no_route"


def test_the_slow_one_refuses_once_and_goes_on(archives: Archives) -> None:
    url = f"{archives.world.bases['guri']}/wp-json/wp/v2/posts"
    first = get(url)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "1")
    assert [get(url).status_code for _ in range(3)] == [200, 200, 200]
