import pytest

from tests.web.server import Answer

LOGIN, KEY = "hunter2", "hunter3"


@pytest.fixture
def subscribed(newsroom):
    """A newsroom whose feed is read with a password, and with a key in its address."""
    path = newsroom.folder / "config.yaml"
    port = newsroom.site.port
    open_feed = f"http://127.0.0.1:{port}/feed/"
    closed = f"http://desk:{LOGIN}@127.0.0.1:{port}/feed/?key={KEY}"
    path.write_text(path.read_text().replace(open_feed, closed))
    newsroom.site.routes[f"/feed/?key={KEY}"] = newsroom.site.routes["/feed/"]
    return newsroom


def told(newsroom, *arguments):
    done = newsroom.tracker(*arguments)
    return done.stdout + done.stderr


def test_a_feed_with_a_password_is_read_and_tells_it_nowhere(subscribed):
    first = told(subscribed, "crawl")
    assert "2 matched" in first
    assert any("authorization" in one.headers for one in subscribed.site.asked)
    subscribed.site.routes[f"/feed/?key={KEY}"] = Answer(status=401)
    texts = [first, told(subscribed, "crawl", "--force")]
    texts += [told(subscribed, "status"), told(subscribed, "check")]
    for format_ in ("table", "csv", "json", "html"):
        health = ("report", "outlet_health", "--format", format_)
        texts.append(told(subscribed, *health))
        texts.append(told(subscribed, "sql", "from feeds", "--format", format_))
    for text in texts:
        assert LOGIN not in text
        assert KEY not in text
    assert "127.0.0.1" in texts[-1]


def test_a_mistake_beside_a_password_tells_it_not(subscribed):
    path = subscribed.folder / "config.yaml"
    path.write_text(path.read_text().replace("feeds:", "feed:"))
    done = subscribed.tracker("crawl")
    assert done.returncode == 2
    assert LOGIN not in done.stderr
