"""What the files of a configuration may say.

One class for each kind of mapping; its keys are those of the YAML (an alias where
Python needs another name). Any key whose value is left empty (null) counts as not
written.

A file holds any of `include`, `outlets`, `actors`, `incidents`; the main file also the
settings. A complete example of every key::

    outlets:
      - id: lajme-shembull                       # required, as are name and home
        name: Lajme Shembull
        home: https://lajme.example/
        hosts: [m.lajme.example]
        country: AL
        languages: [sq]
        kind: portal
        feeds: ["https://lajme.example/feed/"]   # may carry user:password@
        sitemaps: []
        wordpress: https://lajme.example/wp-json/
        timezone: Europe/Tirane
        interval: 10m
        fetch: true
        note: ""
    actors:
      - id: shembulli                            # required, as is name
        name: Shoqata Shembull
        groups: [associations]
        context: false
        acronyms:                                # a text, or a mapping:
          - SHSH
          - {name: SHMB, title_languages: [it], plain_languages: [sq],
             not_glued: [shmbu], ending_languages: [sq, sr], compound_counts: false,
             compound_languages: [de, nl]}
        names:                                   # by language; "*" is every language
          sq:                                    # a text, or a mapping:
            - Shoqata Shembull
            - {name: Shembulli, gender: m, plural: false, cap: true, forms: [Shemblli]}
          en: [Example Association]
        places: {sq: [Sheshi Shembull]}          # as names
        generic: {sq: [shembullist]}             # as names
        anchors: {"*": [panair*]}                # texts only
        labels:                                  # family → language → texts
          descriptive: {sq: [shoqatë], en: [association]}
    incidents:
      - id: durres_fair                          # required, as are title, from, to,
        title: {en: Dispute at the fair, sq: Përplasja në panair}          # and about
        from: 2026-03-02
        to: 2026-03-20
        place: Durrës
        actors: [shembulli]
        about: 'actor:shembulli AND panair*'     # or {sq: '…', en: '…'}
        event_nouns:                             # class → language → texts
          attack: {en: [attack], sq: [sulm, sulmoj], not: [sulm kibernetik]}
        facts:
          - id: eleven_detained                  # required, as is statement
            statement: Eleven people were detained.
            stated_by: police
            side: police
            public_since: 2026-03-02T15:00+01:00
            within: sentence                     # or paragraph
            match: {en: '"11 detained"~6', sq: 'njëmbëdhjetë AND forms:ndaloj'}
            figure: {quantity: detained, of: {en: [people], sq: [persona]}}
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictInt,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from tracker import model
from tracker.config import values
from tracker.config.problems import Path, suggestion
from tracker.core import query
from tracker.errors import QuerySyntaxError
from tracker.model import EVERY

# These stand for speakers who are no actor (contract: annotations.attributed_to).
RESERVED_ACTORS = frozenset({"other", "unnamed"})
NOT = "not"
_NO_SINGLE_VALUE = (dict, list, NoneType)


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may refer to: the ids of actors in all files together.

    None where a file could not be read, so that nothing is called unknown.
    """

    actors: frozenset[str] | None


def _known_actors(info: ValidationInfo) -> frozenset[str] | None:
    known: Known | None = info.context
    return known.actors if known else None


def _query(value: str, info: ValidationInfo) -> str:
    try:
        query.parse(value, actors=_known_actors(info))
    except QuerySyntaxError as error:
        where = f"character {error.offset + 1}: "
        raise ValueError(f"at {where}{str(error).removeprefix(where)}") from error
    return value


def _actor(value: str, info: ValidationInfo) -> str:
    known = _known_actors(info)
    if known is not None and value not in known:
        raise ValueError(f"no actor has the id '{value}'; {suggestion(value, known)}")
    return value


def _new_actor(value: str) -> str:
    if value in RESERVED_ACTORS:
        raise ValueError(f"'{value}' stands for speakers who are no actor; rename it")
    return value


def _language_or_not(value: str) -> str:
    return value if value == NOT else values.language_or_all(value)


def _named(value: object) -> object:
    return value if isinstance(value, _NO_SINGLE_VALUE) else {"name": value}


def _in_all_languages(value: object) -> object:
    return value if isinstance(value, _NO_SINGLE_VALUE) else {EVERY: value}


def _deny(value: object) -> object:
    return () if value == "deny" else value


def _off(value: object) -> object:
    # YAML 1.1 writes no as off
    return None if value in ("off", False) else value


Text = Annotated[str, AfterValidator(values.text)]
Paragraph = Annotated[str, AfterValidator(values.paragraph)]
Id = Annotated[str, AfterValidator(values.identifier)]
Zone = Annotated[str, AfterValidator(values.zone)]
Language = Annotated[str, AfterValidator(values.language)]
LanguageOrAll = Annotated[str, AfterValidator(values.language_or_all)]
Address = Annotated[str, AfterValidator(values.address)]
FeedAddress = Annotated[str, AfterValidator(values.address_with_user)]
Host = Annotated[str, AfterValidator(values.host)]
Duration = Annotated[timedelta, PlainValidator(values.duration)]
PositiveDuration = Annotated[timedelta, PlainValidator(values.positive_duration)]
Day = Annotated[date, PlainValidator(values.day)]
Words = dict[LanguageOrAll, tuple[Text, ...]]
Queries = Annotated[
    dict[LanguageOrAll, Annotated[str, AfterValidator(_query)]],
    BeforeValidator(_in_all_languages),
]


class Shape(BaseModel):
    """A mapping with known keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_what_is_left_empty(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        known = cls.keys()
        return {k: v for k, v in data.items() if v is not None or k not in known}

    @classmethod
    def keys(cls) -> frozenset[str]:
        """Give the keys as they are written in YAML."""
        return frozenset(
            field.alias or name for name, field in cls.model_fields.items()
        )


class OutletShape(Shape):
    """An entry of `outlets`."""

    id: Id
    name: Text
    home: Address
    hosts: tuple[Host, ...] = ()
    country: Annotated[str, AfterValidator(values.country)] = "ZZ"
    languages: tuple[Language, ...] = ()
    kind: Text = "portal"
    feeds: tuple[FeedAddress, ...] = ()
    sitemaps: tuple[FeedAddress, ...] = ()
    wordpress: FeedAddress | None = None
    timezone: Zone | None = None
    interval: PositiveDuration | None = None
    fetch: StrictBool = True
    note: Paragraph = ""


class NameShape(Shape):
    """An entry of `names`, `places` or `generic`."""

    text: Text = Field(alias="name")
    gender: Literal["m", "f"] | None = None
    plural: StrictBool | None = None
    cap: StrictBool = False
    forms: tuple[Text, ...] = ()


class AcronymShape(Shape):
    """An entry of `acronyms`."""

    text: Annotated[str, AfterValidator(values.acronym)] = Field(alias="name")
    title_languages: tuple[Language, ...] = ()
    plain_languages: tuple[Language, ...] | None = None
    not_glued: tuple[Text, ...] = ()
    ending_languages: tuple[Language, ...] | None = None
    compound_counts: StrictBool = False
    compound_languages: tuple[Language, ...] = ()


Names = dict[LanguageOrAll, tuple[Annotated[NameShape, BeforeValidator(_named)], ...]]


class ActorShape(Shape):
    """An entry of `actors`."""

    id: Annotated[Id, AfterValidator(_new_actor)]
    name: Text
    groups: tuple[Text, ...] = ()
    context: StrictBool = False
    acronyms: tuple[Annotated[AcronymShape, BeforeValidator(_named)], ...] = ()
    names: Names = {}
    places: Names = {}
    generic: Names = {}
    anchors: Words = {}
    labels: dict[Text, Words] = {}


def _nouns(value: object) -> dict[str, Words]:
    """Read the nouns of a figure, by what is counted and then by language.

    Without names each noun of the first language is a thing of its own, under its own
    name; a list of the same length says the same things in the same order.
    """
    if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()):
        return _NAMED_NOUNS.validate_python(value)
    nouns = _NOUNS.validate_python(value)
    names = next(iter(nouns.values()), ())
    things: dict[str, Words] = {}
    for language, listed in nouns.items():
        parallel = names if len(listed) == len(names) else listed
        for name, noun in zip(parallel, listed, strict=True):
            words = things.setdefault(name, {})
            words[language] = (*words.get(language, ()), noun)
    return things


_NOUNS = TypeAdapter(Words)
_NAMED_NOUNS = TypeAdapter(dict[Text, Words])


class FigureShape(Shape):
    """The number that a fact states."""

    quantity: Text
    of: Annotated[dict[str, Words], PlainValidator(_nouns)]


class FactShape(Shape):
    """An entry of `facts`."""

    id: Id
    statement: Text
    stated_by: Text | None = None
    side: Text | None = None
    public_since: Annotated[datetime, PlainValidator(values.moment)] | None = None
    match: Queries = {}
    within: Literal["sentence", "paragraph"] = "sentence"
    figure: FigureShape | None = None


class IncidentShape(Shape):
    """An entry of `incidents`."""

    id: Id
    title: dict[Language, Text]
    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="to")
    place: Text | None = None
    actors: tuple[Annotated[str, AfterValidator(_actor)], ...] = ()
    about: Queries
    event_nouns: dict[
        Text, dict[Annotated[str, AfterValidator(_language_or_not)], tuple[Text, ...]]
    ] = {}
    facts: tuple[FactShape, ...] = ()

    @field_validator("last_day")
    @classmethod
    def _not_before_the_first(cls, value: date, info: ValidationInfo) -> date:
        first = info.data.get("first_day")
        if first is not None and value < first:
            raise ValueError(f"{value} lies before 'from', {first}; exchange them")
        return value


class CrawlShape(Shape):
    """The mapping `crawl`."""

    interval: PositiveDuration = timedelta(minutes=15)
    delay: Duration = timedelta(seconds=2)
    hosts: Annotated[StrictInt, Field(ge=1, le=256)] = 16
    timeout: PositiveDuration = timedelta(seconds=30)
    max_bytes: Annotated[int, PlainValidator(values.size)] = 10_000_000
    private_addresses: Annotated[
        tuple[Annotated[tuple[str, int], PlainValidator(values.private_address)], ...],
        BeforeValidator(_deny),
    ] = ()


class BackfillShape(Shape):
    """The mapping `backfill`."""

    gdelt: Annotated[Address | None, BeforeValidator(_off)] = model.GDELT
    wayback: Annotated[Address | None, BeforeValidator(_off)] = model.WAYBACK
    delay: Duration = timedelta(seconds=6)


class ListsShape(Shape):
    """A file that is included."""

    include: tuple[Text, ...] = ()
    outlets: tuple[OutletShape, ...] = ()
    actors: tuple[ActorShape, ...] = ()
    incidents: tuple[IncidentShape, ...] = ()


class MainShape(ListsShape):
    """The main file: settings, and any of the lists."""

    database: Annotated[str, AfterValidator(values.path)] = "data/coverage.duckdb"
    archive: Annotated[str, AfterValidator(values.path)] | None = None
    keep: Literal["matched", "all"] = "matched"
    timezone: Zone = "Europe/Tirane"
    contact: Annotated[str, AfterValidator(values.contact)] | None = None
    crawl: CrawlShape = CrawlShape()
    backfill: BackfillShape = BackfillShape()
    queries: Annotated[str, AfterValidator(values.path)] | None = None


SETTINGS = MainShape.keys() - ListsShape.keys()


def keys_at(shape: type[Shape], path: Path) -> frozenset[str]:
    """Give the keys that the mapping at a path may have, or none if any will do."""
    kind: object = shape
    for step in path:
        kind = _inside(kind, step)
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, Shape):
        return kind.keys()
    return frozenset()


def _inside(kind: object, step: str | int) -> object:
    """Give the type of a list item or of a key's value."""
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, Shape):
        for name, field in kind.model_fields.items():
            if step == (field.alias or name):
                return field.annotation
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return None


def _bare(kind: object) -> object:
    """Take `Annotated` and `| None` off a type."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if type(None) in get_args(kind):
        return next(_bare(kind) for kind in get_args(kind) if kind is not type(None))
    return kind
