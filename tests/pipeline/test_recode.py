"""The story of a recode, told with a store of which everything is known."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Event

import pytest

from tracker.core.fingerprint import CODING_PARTS
from tracker.core.recoding import (
    EVERYTHING,
    StoredArticle,
    StoredText,
    affected,
    assigned,
    recoded,
)
from tracker.core.verdicts import NOTHING_ANY_MORE, verdict
from tracker.model import Assignment, Coded, Text
from tracker.pipeline.recode import MOST_SWEEPS, recode

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Counted:
    articles: int


@dataclass
class FakeStore:
    """Holds slices; `grows` says how many new ones each sweep finds."""

    slices: list[tuple[str, ...]]
    grows: int = 0
    refuses: set[str] = field(default_factory=set)
    stored: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def outdated_slices(self, coding_hash):
        self.told.append("sweep")
        left = [s for s in self.slices if not set(s) <= set(self.stored)]
        self.slices += [(f"late{len(self.slices)}",)] * self.grows
        for each in left:
            self.told.append(f"read {each[0]}")
            yield each

    def replace(self, found, /, *, coding_hash, now):
        fresh = [each for each in found if each not in self.refuses]
        self.stored += fresh
        self.told.append(f"stored {found[0]}")
        return Counted(len(fresh))


def run(store: FakeStore, *, stop_after: int | None = None) -> bool:
    stop, done = Event(), []

    def count(counted: Counted) -> None:
        done.append(counted)
        if stop_after is not None and len(done) >= stop_after:
            stop.set()

    return recode(
        store=store,
        spread=lambda slices: (each for each in slices),
        coding_hash="now",
        clock=lambda: NOW,
        stop=stop,
        on_slice=count,
    )


def test_each_slice_is_stored_before_the_next_one_is_asked_for():
    store = FakeStore([("a", "b"), ("c",)])
    assert run(store) is True
    assert store.told == [
        "sweep",
        "read a",
        "stored a",
        "read c",
        "stored c",
        "sweep",
    ]


def test_nothing_to_do_is_one_look():
    store = FakeStore([])
    assert run(store) is True
    assert store.told == ["sweep"]


def test_what_came_in_meanwhile_is_taken_along_but_not_for_ever():
    store = FakeStore([("a",)], grows=1)
    assert run(store) is True
    assert store.told.count("sweep") == MOST_SWEEPS


def test_an_article_that_never_stands_still_ends_the_run():
    store = FakeStore([("a",)], refuses={"a"})
    assert run(store) is True
    assert store.told == ["sweep", "read a", "stored a"]


def test_told_to_stop_it_begins_no_other_slice():
    store = FakeStore([("a",), ("b",), ("c",)])
    assert run(store, stop_after=2) is False
    assert store.stored == ["a", "b"]
    assert "read c" not in store.told


# ---------------------------------------------------------------- one article

TEXT = Text(title="t", body="b", language="en", published_at=None, first_seen_at=NOW)


def article(
    *hashes: str, body: str = "b", flags: tuple[str, ...] = ()
) -> StoredArticle:
    text = Text(
        title="t", body=body, language="en", published_at=None, first_seen_at=NOW
    )
    return StoredArticle(
        article_id="x",
        day=date(2026, 3, 3),
        flags=flags,
        texts=tuple(
            StoredText(version=n, text=text, coding_hash=each)
            for n, each in enumerate(hashes, start=1)
        ),
    )


@dataclass
class FakeCoder:
    reasons: list[str | None]
    parts: list[frozenset[str]] = field(default_factory=list)

    def code(self, text, parts=None):
        self.parts.append(parts)
        return coded(self.reasons.pop(0))


def coded(reason: str | None, *incidents: str) -> Coded:
    return Coded(
        annotations=(),
        assignments=tuple(
            Assignment(incident=each, role="report", reason=f"{reason}")
            for each in incidents
        ),
        keep_reason=reason,
    )


def test_all_texts_are_coded_for_what_is_out_of_date_in_any_of_them():
    coder = FakeCoder(["kept", None])
    found = recoded(article("a.l.i.f.1", "a.L.i.f.1"), coder, coding_hash="a.l.i.F.1")
    assert coder.parts == [{"labels", "facts"}] * 2
    assert found.found == {"label", "fact", "figures"}
    assert found.verdict is None


@pytest.mark.parametrize(
    ("reasons", "flags", "outcome"),
    [
        (["old", "new"], (), ("matched", "new")),
        (["old", None], (), ("matched", NOTHING_ANY_MORE)),
        ([None, None], (), ("unmatched", "names nothing that is tracked")),
        ([None], ("stub",), ("paywalled", "only a teaser is public")),
        (["new"], ("stub",), ("matched", "new")),
    ],
)
def test_one_text_that_is_kept_keeps_the_article(reasons, flags, outcome):
    judged = verdict([coded(each) for each in reasons], flags)
    assert (judged.outcome, judged.detail) == outcome


@pytest.mark.parametrize(("body", "judged"), [("b", "unmatched"), ("", None)])
def test_of_a_text_that_was_not_kept_nobody_can_say_that_it_names_nothing(body, judged):
    found = recoded(article("", body=body), FakeCoder([None]), coding_hash="a.l.i.f.1")
    assert (found.verdict and found.verdict.outcome) == judged


def test_the_first_text_that_belongs_to_an_incident_gives_its_reason():
    texts = [coded("one", "fair"), coded("two", "fair", "strike")]
    assert [(each.incident, each.reason) for each in assigned(texts)] == [
        ("fair", "one"),
        ("strike", "two"),
    ]


@pytest.mark.parametrize("part", CODING_PARTS)
def test_every_part_has_something_that_follows_from_it(part):
    assert affected([part])
    assert affected([part]) <= EVERYTHING


def test_all_parts_together_are_everything():
    assert affected(CODING_PARTS) == EVERYTHING
    assert affected([]) == frozenset()
