"""What a run by hand begins with: a configuration, lists of addresses, a WARC file."""

import csv
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.archives.pages import SITEMAPS, article_page
from tests.archives.world import ZONE, Article, Outlet, World

TOP = Path(__file__).parents[2]
MEDIA_CLOUD, NEXIS, WARC = "media-cloud.csv", "nexis.csv", "pages.warc.gz"
WARC_DATE = "2022-07-24T20:00:00Z"
Pairs = Collection[tuple[str, int]]
COUNTRIES = {"sq": "AL", "en": "ZZ"}


def write(
    where: Path, world: World, pairs: Pairs, gdelt: str, wayback: str
) -> list[Path]:
    """Write all files into a folder, which is made; gives their paths."""
    where.mkdir(parents=True, exist_ok=True)
    settings = config(world, pairs, gdelt, wayback)
    (where / "config.yaml").write_text(settings, encoding="utf-8")
    write_media_cloud(where / MEDIA_CLOUD, world)
    write_nexis(where / NEXIS, world)
    (where / WARC).write_bytes(warc(world))
    return [where / name for name in ("config.yaml", MEDIA_CLOUD, NEXIS, WARC)]


def config(
    world: World,
    pairs: Pairs,
    gdelt: str | None,
    wayback: str | None,
    delay: str = "0.1s",
) -> str:
    """Write the configuration: invented outlets, the actors and incident as shipped."""
    allowed = ", ".join(f"'{host}:{port}'" for host, port in sorted(pairs))
    outlets = "\n".join(_outlet(world, outlet) for outlet in world.outlets)
    return f"""\
# Invented outlets, and stand-ins of archives on this machine; the incident is real.
database: data/coverage.duckdb
archive: data/archive
keep: matched
timezone: Europe/Tirane
contact: desk@example.org
crawl:
  delay: {delay}
  private_addresses: [{allowed}]
backfill: {{gdelt: {_quoted(gdelt)}, wayback: {_quoted(wayback)}, delay: {delay}}}
include: ['tracker:cases/mek_2022']
outlets:
{outlets}
{incidents()}"""


def incidents() -> str:
    """Give the incident as it stands in the configuration of this repository."""
    told = (TOP / "config.yaml").read_text(encoding="utf-8")
    return told[told.index("\nincidents:\n") + 1 :]


def _outlet(world: World, outlet: Outlet) -> str:
    base = world.bases[outlet.id]
    keys = [
        f"id: {outlet.id}",
        f"name: {outlet.name}",
        f"home: '{base}/'",
        f"country: {COUNTRIES[outlet.language]}",
        f"languages: [{outlet.language}]",
    ]
    if outlet.wordpress:
        keys.append(f"wordpress: '{base}/wp-json/'")
    if outlet.sitemap:
        keys.append(f"sitemaps: ['{base}{SITEMAPS[outlet.sitemap][0]}']")
    keys.append("timezone: Europe/Tirane")
    if not outlet.fetch:
        keys.append("fetch: false")
    return f"  - {{{', '.join(keys)}}}"


def _quoted(address: str | None) -> str:
    return "null" if address is None else f"'{address}'"


def write_media_cloud(path: Path, world: World) -> None:
    """Write a list as Media Cloud exports it."""
    columns = (
        "id",
        "indexed_date",
        "language",
        "media_name",
        "media_url",
        "publish_date",
        "title",
        "url",
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for each in _listed(world, "media_cloud"):
            outlet, url = world.outlet[each.outlet], world.url(each)
            writer.writerow(
                (
                    uuid5(NAMESPACE_URL, each.path).hex,
                    f"{each.at:%Y-%m-%d %H:%M:%S.000000}",
                    outlet.language,
                    outlet.domain,
                    world.bases[outlet.id],
                    f"{each.at.astimezone(ZONE):%Y-%m-%d}",
                    each.title,
                    url,
                )
            )


def write_nexis(path: Path, world: World) -> None:
    """Write a list like those that Nexis exports, as spreadsheets here save them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Title", "Publication", "Date", "Link"))
        for each in _listed(world, "nexis"):
            local = each.at.astimezone(ZONE)
            name = world.outlet[each.outlet].name
            writer.writerow(
                (each.title, name, f"{local.day} {local:%B %Y}", world.url(each))
            )


def _listed(world: World, name: str) -> Iterator[Article]:
    return (each for each in world.articles if name in each.lists)


def warc(world: World) -> bytes:
    """Give a packed WARC file of some pages, the same bytes each time."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=True)

    def known(name: str) -> dict[str, str]:
        number = uuid5(NAMESPACE_URL, name)
        return {"WARC-Record-ID": f"<urn:uuid:{number}>", "WARC-Date": WARC_DATE}

    def write_record(kind: str, url: str, **parts: object) -> None:
        record = writer.create_warc_record(
            url, kind, warc_headers_dict=known(kind + url), **parts
        )
        writer.write_record(record)

    told = {"software": "tests.archives", "format": "WARC File Format 1.0"}
    first = writer.create_warcinfo_record(WARC, told)
    for name, value in known(WARC).items():
        first.rec_headers.replace_header(name, value)
    writer.write_record(first)
    for each in world.articles:
        if not each.warc:
            continue
        url = world.url(each)
        host = ("Host", world.bases[each.outlet].partition("//")[2])
        asking = StatusAndHeaders(
            f"GET {each.path} HTTP/1.1", [host], is_http_request=True
        )
        write_record("request", url, http_headers=asking)
        body = article_page(world, each).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ]
        answered = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        write_record(
            "response",
            url,
            payload=BytesIO(body),
            length=len(body),
            http_headers=answered,
        )
    return file.getvalue()
