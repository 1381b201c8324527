"""What a person can do about a visit that got nothing, by what the visit said."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remedy:
    """Advice for one cause.

    `says` is a pattern for the sentence of the visit (`polls.detail`). `passes`: it is
    likely to pass by itself; `later` is the advice when it has not.
    """

    says: str
    do: str
    passes: bool = False
    later: str = ""


_NEW_ADDRESS = (
    "open the site in a browser, look for the new address of the feed, and correct"
    " `feeds:`"
)
_WRITE_OR_LEAVE = "write to the site, or set `fetch: false`, so that it is listed only"

# The first that fits counts.
_REMEDIES = (
    Remedy(
        "asked .*to wait|without saying for how long",
        "nothing to do",
        passes=True,
        later="set a longer `interval:` for the outlet, or write to the site",
    ),
    Remedy(
        "robots.txt forbids",
        f"its publisher wants no crawler there: {_WRITE_OR_LEAVE}",
    ),
    Remedy(
        "robots.txt",
        "nothing may be asked there while its robots.txt cannot be read; after 30 days"
        " it counts as absent",
        passes=True,
    ),
    Remedy(
        "prove that they are human|check for robots",
        f"such a check is not got round: {_WRITE_OR_LEAVE}",
    ),
    Remedy("consent", f"a form of consent is not filled in: {_WRITE_OR_LEAVE}"),
    Remedy(
        "refused us",
        "the address of the feed may have changed, or the site wants no crawlers: open"
        f" it in a browser and correct `feeds:`, {_WRITE_OR_LEAVE}",
    ),
    Remedy("gone for good|answered 404|redirects|led to", _NEW_ADDRESS),
    Remedy(
        "certificate|no encrypted connection",
        "nothing is read from a server that cannot show who it is: tell its operator",
    ),
    Remedy(
        "^the name .* (?:could not be|has no|was not)",
        "look whether this computer is online, and whether the name is spelt right",
        passes=True,
    ),
    Remedy(
        "^refused: .* is ",
        "the name leads into a network that is not public: correct the address, or"
        " name it under `crawl: private_addresses:`",
    ),
    Remedy("block list", "no configuration lifts the block list: take the address out"),
    Remedy(
        "larger than|unpacks to more",
        "raise `crawl: max_bytes:` if so much is to be expected of it",
    ),
    Remedy(
        "^not a|not an address|empty reply|cannot be parsed|answers with an error|"
        "declares entities|packed as",
        f"what comes is no feed: {_NEW_ADDRESS}",
    ),
)
_NOTHING_YET = Remedy(
    "",
    "nothing to do yet",
    passes=True,
    later="open it in a browser: if it answers there, look for a new address of the"
    " feed and correct `feeds:`",
)


def remedy_for(detail: str) -> Remedy:
    """Find what to do about a visit that ended with this sentence.

    >>> remedy_for("the server answered 503").do
    'nothing to do yet'
    """
    fitting = (each for each in _REMEDIES if re.search(each.says, detail))
    return next(fitting, _NOTHING_YET)
