"""Who in a sentence gives a description, who bears it, and where its clause ends."""

from collections.abc import Sequence

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.naming import gives_a_name
from tracker.core.saying.wordlists import (
    ACCUSING,
    AGENTS,
    ALSO,
    ARTICLES,
    CLITICS,
    COORDINATORS,
    COPULAS,
    DESCRIBING,
    ITSELF,
    NAMING,
    NEGATIONS,
    ONLY,
    PLACING,
    PREPOSITIONS,
    PRONOUNS,
    REGARDED,
    RELATIVES,
    SOURCE_OF,
    SUBORDINATORS,
)

# "is, in the words of the ministry, a": a longer stretch is no aside.
_LONGEST_ASIDE = 10
_LONGEST_SOURCE = 2
# "designated … as a … by X": farther away "by" belongs to something else.
_WORDS_TO_AGENT = 25
# Behind these "a …" is no object: it is said of whoever is named.
_NO_OBJECT_AFTER = frozenset().union(
    *(COPULAS, COORDINATORS, PREPOSITIONS, DESCRIBING, NAMING["en"], REGARDED["en"]),
    *(PRONOUNS["en"], ITSELF, NEGATIONS["en"]),
)


def describes_others(sentence: Sentence, name: range, label: range) -> bool:
    """Whether the one named gives the label: "by X", "according to X", "X calls it"."""
    before = name.start
    while before > 0 and sentence.words[before - 1] in ARTICLES:
        before -= 1
    if before and sentence.words[before - 1] in AGENTS:
        regarded = REGARDED[sentence.language]
        first = max(before - _WORDS_TO_AGENT, 0)
        return not regarded.isdisjoint(sentence.words[first : before - 1])
    for size in range(1, _LONGEST_SOURCE + 1):
        if sentence.words[max(before - size, 0) : before] in SOURCE_OF:
            return True
    verb = name.stop
    while verb < label.start and sentence.words[verb] in CLITICS:
        if sentence.is_break(verb):
            return False
        verb += 1
    if verb >= label.start or sentence.is_break(verb):
        return False
    following = sentence.words[verb + 1 : verb + 2]
    of_itself = sentence.words[verb].startswith("vete") or not ITSELF.isdisjoint(
        following
    )
    return gives_a_name(sentence, verb) and not of_itself


def aside_after_copula(sentence: Sentence, label: range) -> range | None:
    """Return the aside of "is, according to X, a …": from its comma to the label's."""
    stop = label.start
    while stop > 0 and sentence.words[stop - 1] in ARTICLES:
        if sentence.is_break(stop):
            break
        stop -= 1
    if stop == 0 or not sentence.is_break(stop):
        return None
    for start in range(stop - 1, max(stop - _LONGEST_ASIDE, 0), -1):
        if sentence.is_break(start):
            is_copula = sentence.words[start - 1] in COPULAS
            return range(start, stop) if is_copula else None
    return None


def is_object(sentence: Sentence, name: range, label: range) -> bool:
    """Whether another verb has the label for its object: "X fought a sect"."""
    if sentence.language != "en" or label.start - name.stop < len(("verb", "a")):
        return False
    at = label.start - 1
    if sentence.words[at] not in ARTICLES:
        return False
    if any(sentence.is_break(i) for i in range(name.stop, label.start + 1)):
        return False
    verb = sentence.words[at - 1]
    return verb not in _NO_OBJECT_AFTER and not verb.endswith("ly")


def opens_with_copula(sentence: Sentence, label: range) -> bool:
    """Whether the subject follows: "Nuk është sekt DELTA"."""
    at = label.start - 1
    while at >= 0 and sentence.words[at] in ARTICLES:
        at -= 1
    if sentence.language != "sq" or at < 0 or sentence.words[at] not in COPULAS:
        return False
    first = sentence.clause(range(at, at + 1)).start
    return all(
        sentence.words[i] in NEGATIONS["sq"] or sentence.words[i] == "s"
        for i in range(first, at)
    )


def is_cut(sentence: Sentence, earlier: range, later: int) -> bool:
    """Whether a clause ends between the words `earlier` and the word `later`.

    A relative clause belongs to the word right before it.
    """
    subordinators = SUBORDINATORS[sentence.language]
    for at in range(earlier.stop, later + 1):
        gap = sentence.gaps[at]
        if any(mark in gap for mark in ";:—"):
            return True
        if at == later:
            break
        word = sentence.words[at]
        if _adds_to(sentence, earlier.stop, at, later):
            continue
        if word in COORDINATORS and "," in gap:
            return True
        if word in subordinators:
            # "i cili", "të cilët": the pronoun is the second word after the name.
            after = earlier.stop + word.startswith("cil")
            if word not in RELATIVES or at > after:
                return True
    return False


def _adds_to(sentence: Sentence, first: int, coordinator: int, label: int) -> bool:
    """Whether "but" goes on with "not only a …" behind word `first`."""
    if sentence.words[coordinator] not in COORDINATORS:
        return False
    before = sentence.words[first:coordinator]
    between = sentence.words[coordinator + 1 : label]
    return (
        not ONLY.isdisjoint(before)
        and not NEGATIONS[sentence.language].isdisjoint(before)
        and all(word in ARTICLES or word in ALSO for word in between)
    )


def subject_of_report(
    sentence: Sentence, copula: int, names: Sequence[range]
) -> int | None:
    """Find who is meant in "X says that it is", "X thotë se është": a place in `names`.

    It is the only one named in the clause before, after a verb of accusing the last.
    """
    opener = copula - 1
    pronoun = False
    while opener > 0 and (
        sentence.words[opener] in PRONOUNS[sentence.language]
        or sentence.words[opener] in NEGATIONS[sentence.language]
        or sentence.words[opener] == "s"
    ):
        pronoun = pronoun or sentence.words[opener] in PRONOUNS[sentence.language]
        opener -= 1
    opens = "se" if sentence.language == "sq" else "that"
    if opener < 1 or sentence.words[opener] != opens or opener in sentence.articles:
        return None
    if opens == "that" and not pronoun:
        return None  # "rents a hall that is a …"
    main = sentence.clause(range(opener - 1, opener))
    inside = [at for at, words in enumerate(names) if words.start in main]
    accuses = any(sentence.words[at].startswith(ACCUSING) for at in main)
    if not inside or (len(inside) > 1 and not accuses):
        return None
    first = names[inside[-1]].start
    is_place = first > 0 and sentence.words[first - 1] in PLACING - {"te"}
    return None if is_place else inside[-1]
