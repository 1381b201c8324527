"""One question to an archive becomes one durable Visit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from threading import Lock

from tracker.core import searching
from tracker.model import (
    Failure,
    Found,
    PageVisit,
    Poll,
    Reply,
    Search,
    SearchState,
    Via,
    Visit,
)
from tracker.pipeline.addresses import Addresses
from tracker.pipeline.entries import by_address
from tracker.pipeline.pages import is_given_up
from tracker.pipeline.polling import (
    POLL_WORDS,
    identifier,
    is_asked,
    is_held_back,
    joined,
)
from tracker.pipeline.ports import Tools

# Of an outlet all questions go to one interface.
ONE_DOOR = ("wordpress",)


class Asker:
    """Asks archives; each answer is written to the outbox before the next question."""

    def __init__(self, *, tools: Tools, addresses: Addresses, run_id: str) -> None:
        self._tools, self._addresses, self._run_id = tools, addresses, run_id
        self._lock = Lock()
        self._claimed: set[tuple[str, Via, str, datetime, datetime]] = set()
        self._shut: dict[tuple[Via, str], Failure] = {}

    def claim(self, searches: Iterable[Search]) -> None:
        """Take questions for asked, so that no answer leads to them again."""
        with self._lock:
            self._claimed.update(map(_of_days, searches))

    def ask(self, state: SearchState) -> Visit | None:
        """Ask an archive one question; what it finds is noted, and read later.

        None when told to stop before it has answered.
        """
        if self._tools.late():
            return None
        search, now = state.search, self._tools.clock()
        door = search.via, search.outlet
        if door in self._shut:
            visit = self._unanswered(state, self._shut[door], now, was_put=False)
            self._tools.write(visit)
            return visit
        found, status = self._answer(search, now)
        if isinstance(found, Failure) and is_given_up(found, self._tools):
            return None
        if isinstance(found, Failure):
            was_put = not is_held_back(found)
            visit = self._unanswered(state, found, now, was_put=was_put)
        else:
            visit = self._found(state, found, status, now)
        self._tools.write(visit)
        return visit

    def _answer(
        self, search: Search, now: datetime
    ) -> tuple[Found | Failure, int | None]:
        """Ask; a shut door is one answer to all questions of an outlet."""
        answer = self._tools.fetcher.fetch(search.address)
        if not isinstance(answer, Reply):
            return answer, answer.status
        found = self._tools.sources[search.via].read(search, answer, now=now)
        if isinstance(found, Failure):
            found = replace(found, status=answer.status)
            if found.outcome in ("blocked", "gone") and search.via in ONE_DOOR:
                self._shut[search.via, search.outlet] = found
        return found, answer.status

    def note(self, search: Search, found: Found) -> Visit:
        """Note what was found without asking: in a file that somebody gave us."""
        now = self._tools.clock()
        visit = self._found(SearchState(search=search), found, None, now)
        self._tools.write(visit)
        return visit

    def _unanswered(
        self, state: SearchState, failure: Failure, now: datetime, *, was_put: bool
    ) -> Visit:
        outcome = POLL_WORDS.get(failure.outcome, "failed")
        tried = searching.after_failure(
            state,
            outcome,
            retry_at=failure.retry_at,
            now=now,
            is_attempt=was_put and not is_asked(failure),
        )
        poll = Poll(
            polled_at=now,
            outcome=outcome,
            detail=failure.detail,
            http_status=failure.status,
        )
        return self._searched(tried, poll if was_put else None, now, (), ())

    def _found(
        self, state: SearchState, found: Found, status: int | None, now: datetime
    ) -> Visit:
        entries, refused = by_address(found.entries)
        pages = tuple(self._addresses.found_by(state.search, entries, now))
        gaps = [*found.gaps, *refused]
        further = []
        with self._lock:
            for each in found.further:
                if _of_days(each) not in self._claimed:
                    self._claimed.add(_of_days(each))
                    further.append(SearchState(search=each))
        poll = Poll(
            polled_at=now,
            outcome="read",
            detail=joined(*gaps[:5]),
            http_status=status,
            entries=len(found.entries),
            new_entries=sum(
                each.retry_at is not None or each.checked_at is not None
                for each in pages
            ),
        )
        answered = replace(
            state,
            outcome="read",
            whole=not gaps,
            entries=len(found.entries),
            total=found.total,
            retry_at=None,
        )
        return self._searched(answered, poll, now, pages, further)

    def _searched(
        self,
        state: SearchState,
        poll: Poll | None,
        now: datetime,
        pages: tuple[PageVisit, ...],
        further: Iterable[SearchState],
    ) -> Visit:
        return Visit(
            id=identifier(" ".join(_identity(state.search)), now),
            run_id=self._run_id,
            feed=None,
            poll=poll,
            pages=pages,
            sites=self._tools.fetcher.learnt(),
            searches=(state, *further),
        )


def _identity(search: Search) -> tuple[str, Via, str]:
    return search.incident, search.via, search.address


def _of_days(search: Search) -> tuple[str, Via, str, datetime, datetime]:
    """Tell a question from the same one for other days, which has to be asked."""
    return (*_identity(search), search.from_at, search.to_at)
