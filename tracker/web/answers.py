"""What may come back when one address is asked once, beside a whole reply."""

from dataclasses import dataclass
from typing import Literal

from tracker.model import Failure

PERMANENT = frozenset({301, 308})

Kind = Literal["address", "unreachable", "closed", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A reply that sends us elsewhere; `url` is absolute and not yet judged."""

    url: str
    status: int

    @property
    def permanent(self) -> bool:
        """Whether the old address is given up (RFC 9110 section 15.4)."""
        return self.status in PERMANENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """No reply that could be used.

    `kind`: the address is one that we do not dial; the server takes no connection;
    it closed the connection before any reply; anything else.
    """

    failure: Failure
    kind: Kind = "other"
