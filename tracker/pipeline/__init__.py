"""One pass: what is due is fetched, read, coded, written down, and then stored.

    due feeds
    | by host, one visitor each          (fetcher: robots, pace, caps)
    | reply -> entries -> new addresses  (readers, core.decide, core.observe)
    | page -> text -> evidence           (extract, identify, matcher)
    | one Visit                          (outbox: durable before it is forgotten)
    | one short transaction              (store)

A broken feed or page is a value in this stream; the others go on.
"""

from tracker.pipeline.crawl import NOTHING_ELSE, Errand, PassResult, crawl, note_found
from tracker.pipeline.ports import Tools
from tracker.pipeline.visitor import Visitor

__all__ = [
    "NOTHING_ELSE",
    "Errand",
    "PassResult",
    "Tools",
    "Visitor",
    "crawl",
    "note_found",
]
