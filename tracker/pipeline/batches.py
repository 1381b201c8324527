"""Pages that belong to no feed are written down some at a time."""

from datetime import timedelta
from uuid import uuid4

from tracker.model import PageVisit, Visit
from tracker.pipeline.ports import Tools

# What was read is written down when so many pages, or characters, or so much time have
# come together: no more is lost when the program is ended.
PAGES_PER_VISIT = 200
TEXT_PER_VISIT = 2**22
LONGEST_WAIT = timedelta(seconds=5)


class Batch:
    """Gathers pages into visits."""

    def __init__(self, *, tools: Tools, run_id: str) -> None:
        self._tools, self._run_id = tools, run_id
        self._pages: list[PageVisit] = []
        self._text = 0
        self._written_at = tools.clock()

    def add(self, page: PageVisit) -> None:
        """Take a page that is to be written down."""
        self._pages.append(page)
        self._text += len(page.article.text.body) if page.article else 0

    def write_if_due(self) -> None:
        """Write a visit when enough has come together."""
        if (
            len(self._pages) >= PAGES_PER_VISIT
            or self._text >= TEXT_PER_VISIT
            or self._tools.clock() - self._written_at >= LONGEST_WAIT
        ):
            self.write()

    def write(self) -> None:
        """Write a visit of what there is, if there is anything."""
        self._written_at = self._tools.clock()
        if not self._pages:
            return
        visit = Visit(
            id=uuid4().hex[:16],
            run_id=self._run_id,
            feed=None,
            poll=None,
            pages=tuple(self._pages),
            sites=self._tools.fetcher.learnt(),
        )
        self._pages, self._text = [], 0
        self._tools.write(visit)
