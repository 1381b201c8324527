"""The demo's week: its moments, and the configuration that tracks it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from urllib.parse import urlsplit

FIRST_PASS = datetime(2026, 3, 2, 6, tzinfo=UTC)
LAST_PASS = datetime(2026, 3, 8, 6, tzinfo=UTC)
BETWEEN_PASSES = timedelta(hours=6)


def timeline() -> tuple[datetime, ...]:
    """Give the moments at which the demo crawls, in order (aware, UTC)."""
    passes = (LAST_PASS - FIRST_PASS) // BETWEEN_PASSES
    return tuple(FIRST_PASS + number * BETWEEN_PASSES for number in range(passes + 1))


def demo_config(base_urls: Mapping[str, str]) -> str:
    """Write the demo's config.yaml for sites that run at `base_urls`.

    `base_urls` is `Site.outlets`. Database and archive in it are relative to the
    file, so it may be written to any folder. Raises ValueError when an outlet of the
    configuration has no site.
    """
    text = (files("tracker.demo") / "config.yaml").read_text(encoding="utf-8")
    for outlet, base in base_urls.items():
        text = text.replace(f"http://{outlet}.example", base)
    if ".example/" in text:
        raise ValueError("an outlet of the demo's configuration has no site")
    ports = sorted(urlsplit(base).netloc for base in base_urls.values())
    return text.replace(
        "private_addresses: deny", f"private_addresses: [{', '.join(ports)}]"
    )
