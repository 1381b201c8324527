"""All that one article yields, each part worked out when it is first asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from tracker.core.compiled import (
    AnchorWord,
    Found,
    LabelEntry,
    NounEntry,
    PlaceEntry,
)
from tracker.core.counts.telling import Speaks
from tracker.core.events import Event, FoundNoun, Scene, events
from tracker.core.facts import FactQuery, Stated, Stater
from tracker.core.figures import Counter
from tracker.core.incidents import About, NamedPlace, assign
from tracker.core.labels import Attached, LabelWord, attach
from tracker.core.mentions import FoundName, Mention, NameWord, mentions
from tracker.core.queries.queried import Queried
from tracker.core.query import Index, Scope, Span
from tracker.core.roster import Roster
from tracker.core.saying.eras import Era
from tracker.core.saying.speakers import Named
from tracker.core.statements import statements
from tracker.core.text import Reading
from tracker.core.voice import Spoken, Voices
from tracker.model import (
    Amount,
    Annotation,
    Assignment,
    Incident,
    Layer,
    MentionKind,
    Quote,
    TextField,
)


class Study:
    """One article under one configuration.

    `found` are the words of the lexicon in it, `day` its local day; `is_dated` tells
    whether it states that day, which is else the one on which it was first seen.
    `queried` knows the words of the queries of `abouts`.
    """

    def __init__(
        self,
        readings: tuple[Reading, Reading],
        found: Sequence[Found],
        *,
        language: str,
        day: date,
        is_dated: bool,
        roster: Roster,
        abouts: Sequence[About],
        queried: Queried,
        facts: Mapping[str, Sequence[FactQuery]],
    ) -> None:
        self.readings = readings
        self.language = language
        self.day = day
        self.is_dated = is_dated
        self._by_field: dict[TextField, Reading] = {r.field: r for r in readings}
        self._found = found
        self._roster = roster
        self._abouts = abouts
        self._queried = queried
        self._facts = facts

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of actors, of every kind, in reading order."""
        names = []
        anchored_by: dict[str, str] = {}
        for one in self._found:
            if isinstance(one.entry, NameWord):
                names.append(FoundName(one.entry, one.field, one.start, one.end))
            elif isinstance(one.entry, AnchorWord):
                surface = self._by_field[one.field].text[one.start : one.end]
                anchored_by.setdefault(one.entry.actor, surface)
        return mentions(self.readings, names, anchored_by, self._roster, self.language)

    @cached_property
    def scope(self) -> Scope:
        """The whole article, as queries see it."""
        return Scope.article(self._index, self._named_at)

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """The incidents that the article is about."""
        seen = self._queried.in_text(self.readings)
        possible = [
            about
            for about in self._abouts
            if (query := about.query(self.language)) is not None
            and query.could_hold(seen, self._named_at.__contains__)
        ]
        if not possible:  # as nearly always; the text need not be cut up then
            return ()
        return assign(
            self.readings,
            self.scope,
            possible,
            self._places,
            language=self.language,
            day=self.day,
            is_dated=self.is_dated,
        )

    @cached_property
    def labels(self) -> tuple[tuple[TextField, Attached], ...]:
        """The labels, with the actor that each describes."""
        found: dict[TextField, list[LabelWord]] = {r.field: [] for r in self.readings}
        for one in self._found:
            if isinstance(one.entry, LabelEntry):
                found[one.field].append(
                    LabelWord(
                        start=one.start,
                        end=one.end,
                        actor=one.entry.actor,
                        family=one.entry.family,
                    )
                )
        return tuple(
            (field, attached)
            for field, words in found.items()
            for attached in attach(
                words,
                [m for m in self.mentions if m.field == field],
                [m for m in self.mentions if m.field != field],
                self.voices[field],
            )
        )

    @cached_property
    def events(self) -> tuple[tuple[str, Event], ...]:
        """The words for the events of the incidents that the article is about."""
        nouns = [
            FoundNoun(one.entry, one.field, one.start, one.end)
            for one in self._found
            if isinstance(one.entry, NounEntry)
        ]
        return tuple(
            (incident.id, event)
            for incident in self._assigned
            for event in events(
                nouns, self._scene(incident), self._by_field, self.voices
            )
        )

    @cached_property
    def facts(self) -> tuple[tuple[str, Stated], ...]:
        """The facts of the incidents that the article is about, where stated."""
        if not self._assigned:
            return ()
        stater = Stater(self.readings, self._index, self._named_at, self.voices)
        return tuple(
            (incident.id, stated)
            for incident in self._assigned
            for fact in self._facts[incident.id]
            for stated in stater.stated(
                fact, language=self.language, era=self._era(incident)
            )
        )

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """What the text hands to somebody, in reading order."""
        return tuple(
            quote
            for reading in self.readings
            for quote in statements(reading, self.voices[reading.field], self._group_of)
        )

    def _group_of(self, speaker: str) -> str | None:
        """Return the first group of an actor; None for a role and an unknown one."""
        place = self._roster.order.get(speaker)
        if place is None:
            return None
        return next(iter(self._roster.actors[place].groups), None)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The numbers that tell the quantities of facts, in reading order.

        One that is only asked ("Nëntë të arrestuar?") tells nothing.
        """
        if not self._assigned:
            return ()
        names: dict[TextField, list[tuple[int, int]]] = {}
        for m in self.mentions:
            names.setdefault(m.field, []).append((m.start, m.end))
        counter = Counter(
            self.readings, self._index, self._named_at, names, self.language
        )
        found = [
            amount
            for incident in self._assigned
            for fact in self._facts[incident.id]
            for amount in counter.amounts(incident.id, fact, self._speaks(incident))
            if not self.voices[amount.field].asks(
                amount.start_char, amount.end_char, use="event"
            )
        ]
        return tuple(sorted(found, key=lambda a: (a.field != "title", a.start_char)))

    def _speaks(self, incident: Incident) -> Speaks:
        """Return what tells the voice of a stretch about the event of an incident."""
        era = self._era(incident)

        def speaks(span: Span, matched: Sequence[tuple[int, int]]) -> Spoken:
            return self.voices[span.field].of(
                span.start, span.end, use="event", era=era, matched=matched
            )

        return speaks

    @cached_property
    def voices(self) -> Mapping[TextField, Voices]:
        """Who speaks in each field."""
        return {
            reading.field: Voices(
                reading,
                [
                    Named(start=m.start, end=m.end, actor=m.actor)
                    for m in self.mentions
                    if m.kind == "hit" and m.field == reading.field
                ],
                self.language,
            )
            for reading in self.readings
        }

    def label_voice(self, field: TextField, attached: Attached) -> Spoken:
        """Tell whose word a label is."""
        word = attached.word
        return self.voices[field].of(
            word.start, word.end, use=attached.use, era=Era.of_year(self.day)
        )

    def annotations(self, layers: Collection[str]) -> Iterator[Annotation]:
        """Yield everything found in these layers, layer by layer."""
        for mention in self.mentions if "actor" in layers else ():
            voice = self.voices[mention.field]
            yield self._annotation(
                "actor",
                mention.actor,
                Span(mention.field, mention.start, mention.end),
                mention.kind,
                voice.of(mention.start, mention.end, use="name"),
                actor=mention.actor,
            )
        for field, label in self.labels if "label" in layers else ():
            yield self._annotation(
                "label",
                label.word.family,
                Span(field, label.word.start, label.word.end),
                label.kind,
                self.label_voice(field, label),
                actor=label.word.actor,
                mention_start=label.mention_start,
            )
        for incident, event in self.events if "event_noun" in layers else ():
            noun = event.noun
            yield self._annotation(
                "event_noun",
                noun.entry.event,
                Span(noun.field, noun.start, noun.end),
                event.kind,
                event.spoken,
                incident=incident,
            )
        for incident, stated in self.facts if "fact" in layers else ():
            yield self._annotation(
                "fact",
                stated.fact,
                stated.span,
                "hit",
                stated.spoken,
                incident=incident,
            )

    def _annotation(
        self,
        layer: Layer,
        code: str,
        span: Span,
        kind: MentionKind,
        spoken: Spoken,
        *,
        incident: str | None = None,
        actor: str | None = None,
        mention_start: int | None = None,
    ) -> Annotation:
        reading = self._by_field[span.field]
        sentence_start, sentence_end = reading.sentence_at(span.start)
        return Annotation(
            layer=layer,
            code=code,
            field=span.field,
            start_char=span.start,
            end_char=span.end,
            surface=reading.text[span.start : span.end],
            kind=kind,
            paragraph=reading.paragraph_at(span.start),
            sentence_start=sentence_start,
            # A title, a paragraph, a name with a full stop in it go on further.
            sentence_end=max(sentence_end, span.end),
            voice=spoken.voice,
            incident=incident,
            actor=actor,
            mention_start=mention_start,
            attributed_to=spoken.attributed_to,
        )

    @cached_property
    def _index(self) -> Index:
        return Index.of(*self.readings)

    @cached_property
    def _named_at(self) -> Mapping[str, Sequence[Span]]:
        named: dict[str, list[Span]] = {}
        for m in self.mentions:
            if m.kind == "hit":
                named.setdefault(m.actor, []).append(Span(m.field, m.start, m.end))
        return named

    @cached_property
    def _places(self) -> Sequence[NamedPlace]:
        return [
            NamedPlace(
                incident=one.entry.incident,
                name=one.entry.name,
                span=Span(one.field, one.start, one.end),
            )
            for one in self._found
            if isinstance(one.entry, PlaceEntry)
        ]

    @cached_property
    def _assigned(self) -> tuple[Incident, ...]:
        about = {one.incident for one in self.assignments}
        return tuple(a.incident for a in self._abouts if a.incident.id in about)

    def _era(self, incident: Incident) -> Era:
        """Return the days that are no other story."""
        return Era(first=incident.first_day, last=incident.last_day, day=self.day)

    def _scene(self, incident: Incident) -> Scene:
        return Scene(
            incident=incident,
            mentions=self.mentions,
            places=[
                (place.span.field, place.span.start, place.span.end)
                for place in self._places
                if place.incident == incident.id
            ],
            era=self._era(incident),
        )
