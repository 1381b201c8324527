-- What every table and column means, for those who read the file with other tools
-- (duckdb_tables() and duckdb_columns() show it). Each word that a column may hold stands
-- in its comment.

comment on table settings is 'What the database knows of itself; one row per setting.';
comment on column settings.name is
'zone, keep, program, config_hash, and one NAME_hash for each part of the configuration: outlets, actors, labels, incidents, facts; rules_hash is the number of the program''s rules of coding.';
comment on column settings.value is
'Its value as text. zone: IANA zone of day boundaries; program: name and version of the program that wrote it.';

comment on table actors is 'Organisations, offices and places that are tracked; one row per actor.';
comment on column actors.actor is 'Id from the configuration.';
comment on column actors.name is 'Name for readers.';
comment on column actors.groups is
'Groups by which labels and speakers may be counted; the first one is its speaker group.';
comment on column actors.context is
'true: coded wherever an article is kept (police, government), but no reason to keep one.';

comment on table incidents is 'Events whose coverage is compared; one row per incident.';
comment on column incidents.incident is 'Id from the configuration.';
comment on column incidents.title_en is 'Title in English.';
comment on column incidents.title_sq is 'Title in Albanian.';
comment on column incidents.from_day is 'First local day of its window, inclusive.';
comment on column incidents.to_day is 'Last local day of its window, inclusive.';
comment on column incidents.place is 'Where it happened; null where not stated.';
comment on column incidents.actors is 'Ids of the actors that take part.';
comment on column incidents.about is
'Boolean query that an article must match; where it differs by language, one line for each, as language: query.';

comment on table facts is 'Checkable statements about an incident; one row per fact.';
comment on column facts.incident is 'Id of the incident.';
comment on column facts.fact is 'Id of the fact within its incident.';
comment on column facts.statement is 'The statement in one sentence.';
comment on column facts.stated_by is 'Who stated it first: an actor id, a role, or null.';
comment on column facts.side is 'The side whose account it supports; null where neither.';
comment on column facts.public_since_at is 'Since when it could have been known (UTC); null where not known.';
comment on column facts.languages is
'Languages in which it can be found, those with a match query; * stands for every language.';

comment on table codebook is 'Everything that may be coded, so that a zero can be printed; one row per term.';
comment on column codebook.layer is 'actor, label, event_noun or fact.';
comment on column codebook.incident is 'Incident of an event noun or fact; else null.';
comment on column codebook.actor is 'Actor of a name or label; else null.';
comment on column codebook.code is
'What a hit is counted as: the actor, the label family, the class of event nouns, the fact.';
comment on column codebook.language is 'Language of the term; * stands for every language.';
comment on column codebook.term is 'The term as configured; of a fact, its boolean query.';
comment on column codebook.note is
'Of an actor: title (its name for readers), acronym, name, place or generic. Of an event noun: the compounds that do not count. Of a fact: its statement.';

comment on table outlets is 'Publishers whose output is compared; one row per outlet.';
comment on column outlets.outlet is 'Id from the configuration.';
comment on column outlets.name is 'Name for readers.';
comment on column outlets.domain is 'Host of its home page without www.';
comment on column outlets.country is 'ISO 3166 code of the country it reports from; ZZ where unknown.';
comment on column outlets.kind is
'What sort of publisher it is, as configured (portal, broadcaster, agency ...).';
comment on column outlets.languages is 'ISO 639 codes of the languages it publishes in, the usual one first.';
comment on column outlets.timezone is
'IANA zone of its dates where they state none; null: the zone of the settings.';
comment on column outlets.fetched is
'false: listed so that links and copies resolve to a name, never crawled, and so never observed.';
comment on column outlets.hosts is 'Other hosts of the outlet, by which it may be credited.';
comment on column outlets.note is 'Remark from the configuration.';

comment on table feeds is 'Feeds, sitemaps and WordPress addresses, and when each is due; one row per feed.';
comment on column feeds.feed_url is 'Address as configured.';
comment on column feeds.outlet is 'Id of its outlet.';
comment on column feeds.kind is 'feed, sitemap or wordpress.';
comment on column feeds.state is
'active (answers), failing (the last visit failed), dead (failing for long, still asked daily), gone (said twice that it is gone, asked no more), quarantined (its bytes stopped the reader twice), off (not configured or not crawled).';
comment on column feeds.last_success_at is 'Last visit that was read or unchanged (UTC); null: never.';
comment on column feeds.next_check_at is
'When it is due (UTC); more than 7 days ahead counts as due, for a clock was set back.';
comment on column feeds.not_before_at is
'Until when its server asked not to be visited (UTC), also by --force; null: it did not.';
comment on column feeds.failures is 'Visits in a row that failed; 0 after a success.';
comment on column feeds.configured is 'false: it has left the configuration; its history stays.';
comment on column feeds.etag is 'Entity tag of its last good reply, byte for byte.';
comment on column feeds.last_modified is 'Last-Modified of its last good reply, byte for byte.';
comment on column feeds.body_hash is 'Hash of the bytes of its last good reply.';
comment on column feeds.entry_keys is 'Hashes of the entries of its last good reply, newest first.';
comment on column feeds.proves is 'false: its document is no list of news, so an unchanged one proves nothing.';
comment on column feeds.proves_until_at is 'Of a sitemap: a week after its newest entry; later it proves nothing. null: no limit.';
comment on column feeds.moved_to is 'Where it is asked since a permanent redirect; null: at feed_url.';
comment on column feeds.asked_plainly_at is
'When its server last had to send the whole document, not only whether it has changed (UTC).';
comment on column feeds.same_bodies is 'How often in a row the server then sent the bytes that we had already.';
comment on column feeds.asked_every_seconds is
'The feed asks to be visited no more often than that (ttl, sy:updatePeriod); null: it does not say.';
comment on column feeds.skip_hours is 'Hours (GMT, 0 to 23) in which the feed asks not to be visited.';
comment on column feeds.skip_days is 'Days (0 is Monday) on which the feed asks not to be visited.';
comment on column feeds.items_a_day is 'New entries a day, averaged over the last days; null: not known yet.';
comment on column feeds.items_an_hour is 'New entries an hour, averaged over the last hours; null: not known yet.';
comment on column feeds.deadly is
'Version of the program and hash of the bytes that ended the process which read them, "twice" when it happened again; null: none did.';
comment on column feeds.said_gone is 'true: its last visit got a 410, which one more visit confirms.';

comment on table polls is 'Visits of feeds, and answers of archives (via); one row per visit or answer.';
comment on column polls.feed_url is 'The feed; of an archive, what was asked.';
comment on column polls.polled_at is 'When it was asked (UTC).';
comment on column polls.outlet is 'Id of its outlet.';
comment on column polls.outcome is
'read (answered and read), unchanged (nothing new since the last visit), failed (no usable answer), blocked (robots, 401, 403, a challenge or consent form), gone (410), later (the server asked us to wait), skipped (not asked, for the reason in detail).';
comment on column polls.http_status is 'Status of the reply; null without one.';
comment on column polls.entries is 'Entries in the document; null where none was read.';
comment on column polls.new_entries is 'Those whose address had never been seen.';
comment on column polls.complete_from_at is
'Start of the stretch for which this visit proves that nothing was overlooked (UTC); null: it proves nothing.';
comment on column polls.complete_to_at is 'End of that stretch (UTC).';
comment on column polls.detail is
'The reason in words; flags of the document: malformed, capped, cut; and until when the server asked us not to come again.';
comment on column polls.run_id is 'The run that asked.';
comment on column polls.via is
'The archive that was asked for past articles: wordpress, sitemap, gdelt, wayback, warc or list; null: a visit of a feed.';
comment on column polls.incident is 'The incident for which an archive was asked; else null.';
comment on column polls.query is
'The words an archive was asked for; null: all of the stretch, or a visit of a feed.';
comment on column polls.searched_from_at is
'Start of the stretch of publication an archive was asked for (UTC); what only finds proves nothing of it.';
comment on column polls.searched_to_at is 'End of that stretch (UTC).';

comment on table searches is 'What archives are asked for the days of incidents, answered or not; one row per question.';
comment on column searches.incident is 'Id of the incident.';
comment on column searches.via is
'The archive: wordpress, sitemap, gdelt, wayback, warc or list.';
comment on column searches.address is 'What is asked: an address, or the path of a file.';
comment on column searches.outlet is 'Id of the outlet whose articles are asked for.';
comment on column searches.listing is 'The address at which this search began; all its steps have the same.';
comment on column searches.query is 'The words asked for; null: all of the stretch.';
comment on column searches.from_at is 'Start of the stretch of publication asked for (UTC).';
comment on column searches.to_at is 'End of that stretch (UTC).';
comment on column searches.follows_at is
'The latest time in the page before, of a list in the order of time (UTC).';
comment on column searches.outcome is
'open (not answered yet), else the outcome of its newest answer in polls.';
comment on column searches.whole is 'Whether its answer held all that was asked for.';
comment on column searches.entries is 'Addresses that its answer held.';
comment on column searches.total is 'Addresses there are in all, as the archive says; null: it does not say.';
comment on column searches.attempts is 'Times it was asked without an answer.';
comment on column searches.retry_at is 'When an open one may be asked again (UTC); null: at once.';

comment on table pages is 'The ledger: every address ever seen; one row per address.';
comment on column pages.url is 'Address as it was fetched.';
comment on column pages.url_hash is '64-bit hash of its canonical form, for look-ups.';
comment on column pages.outlet is 'Id of the outlet it belongs to.';
comment on column pages.found_via is
'feed, sitemap, wordpress, wayback, gdelt, warc, list (named by a person) or link (named by another page).';
comment on column pages.feed_url is 'The feed that listed it first; null where none did.';
comment on column pages.not_seen_at is
'Last look at that feed at which the address was not yet there (UTC); null: not known.';
comment on column pages.first_seen_at is 'When the address was first seen (UTC).';
comment on column pages.checked_at is 'When it was last fetched (UTC); null: never.';
comment on column pages.title is 'Its title, or what the feed called it.';
comment on column pages.published_at is
'When it says it was published (UTC); null where no stated time is believed.';
comment on column pages.outcome is
'What came of the newest check: matched (kept as an article), unmatched (read, names nothing that is tracked), failed (could not be read), blocked (robots, 401, 403, challenge, consent), gone, paywalled (only a stub, which does not match), not_html, too_large, not_article (index page, soft 404), duplicate (another address of an article), skipped (outlet not crawled, or on the block list), pending (waits to be tried). A page that was matched once keeps its article_id, whatever came later.';
comment on column pages.article_id is 'The article found at this address; null: none yet.';
comment on column pages.detail is 'The reason in words.';
comment on column pages.entry_hash is
'Hash of what its feed said of it last, so that an edit is noticed; null: not known.';
comment on column pages.published_text is 'What its feed said of the time, as it stood there.';
comment on column pages.config_hash is 'The configuration by which what was read was judged, as in versions.';
comment on column pages.attempts is 'Times it was fetched since it was last read.';
comment on column pages.copy_url is
'The copy of an archive that is read instead of the address; null: none.';
comment on column pages.captured_at is
'When an archive saw the page (UTC): it was published before; null: not known.';
comment on column pages.retry_at is 'When a pending or failed page is tried again (UTC); null: never.';

comment on table articles is 'Articles kept; one row per article.';
comment on column articles.article_id is '16 hexadecimal digits of the canonical address at first sight.';
comment on column articles.outlet is 'Id of its outlet.';
comment on column articles.url is 'Canonical address.';
comment on column articles.title is 'Title as it is now.';
comment on column articles.language is 'ISO 639 code of the language of its text.';
comment on column articles.author is 'Byline, to match bylines; never in a report or an export.';
comment on column articles.published_at is 'Stated time of publication (UTC); null where none is believed.';
comment on column articles.published_precision is 'What was stated: second, minute, hour or day.';
comment on column articles.published_source is
'Where it was stated: json_ld, meta, feed, time_element, url or text.';
comment on column articles.published_from_at is
'Earliest possible time of publication (UTC); -infinity where the beginning is open.';
comment on column articles.published_to_at is 'Latest possible time of publication (UTC).';
comment on column articles.first_seen_at is 
'When its address was first seen (UTC), by us or by the archive whose copy was read.';
comment on column articles.day is
'Local day of published_at, else of first_seen_at; set once, when it was stored.';
comment on column articles.feed_position is
'Place in its feed when first seen, from 1; null where not known.';
comment on column articles.flags is
'Remarks on its text: stub (only a teaser is public), reserved (its publisher reserves the full text), cut, too_deep and others.';
comment on column articles.versions is 'Number of texts it has had.';
comment on column articles.copy_cluster is
'Id of the earliest article of those that are copies of each other (kind copy in copy_pairs, also by way of a third one; excerpts join nothing); its own id when alone; never null.';
comment on column articles.copied_from is
'Whose text it says that it prints: an outlet id or a news agency as printed, never a person. By a credit line, an agency slug or byline, or the page named as its original; "according to" counts only for a copy or an excerpt of what that outlet printed. Null: none found.';
comment on column articles.canonical_url is
'Page of another outlet that its own page names as the original; null: none.';

comment on table versions is 'Texts that an article has had; one row per version.';
comment on column versions.article_id is 'Id of the article.';
comment on column versions.version is '1 for the first text, then counted up.';
comment on column versions.day is 'Day of the article, to join on (day, article_id).';
comment on column versions.latest is 'Whether it is the newest text.';
comment on column versions.seen_at is 'When this text was fetched (UTC).';
comment on column versions.previous_check_at is
'When the page was last fetched before, with the older text (UTC); null for version 1.';
comment on column versions.title is 'Headline.';
comment on column versions.body is 'Text, its paragraphs separated by one line feed.';
comment on column versions.words is 'Words of body, between blanks.';
comment on column versions.paragraphs is 'Paragraphs of body.';
comment on column versions.has_media is
'Whether the page shows a picture or video of its own; null: not known.';
comment on column versions.kept is
'Share of the older text that stands in this one, 0 to 1; null for version 1.';
comment on column versions.new is
'Share of this text that is not in the older one, 0 to 1; null for version 1.';
comment on column versions.title_changed is 'Whether the headline is another than before.';
comment on column versions.declared is
'Whether this text bears a note of an update, correction or earlier version that the older one did not; false for version 1.';
comment on column versions.text_hash is
'Hash of title and body without case and spacing, by which a text is a new version.';
comment on column versions.body_hash is
'Hash of body without case and spacing: of equal bodies the articles are copies, however short; null below 20 words.';
comment on column versions.config_hash is
'Hashes of what it was coded with: actors, labels, incidents, facts, then the number of the program''s rules, with dots between; tracker recode redoes what differs from settings.';

comment on table dates is 'Dates that an article claims; one row per claim.';
comment on column dates.article_id is 'Id of the article.';
comment on column dates.source is
'json_ld, meta, feed, time_element, url, text, or modified (of a change, never dates an article).';
comment on column dates.value is 'The time claimed (UTC).';
comment on column dates.precision is 'What was stated: second, minute, hour or day.';
comment on column dates.seen_at is 'When the claim was first seen (UTC).';

comment on table annotations is 'Pieces of evidence in texts; one row per coded span.';
comment on column annotations.article_id is 'Id of the article.';
comment on column annotations.version is 'Version of its text.';
comment on column annotations.day is 'Day of the article, to join on (day, article_id).';
comment on column annotations.coder is 'machine, or the initials of a person.';
comment on column annotations.kind is
'hit (counted), candidate (looks like one, but lacks what it needs), compound (part of a longer word), former (a former member or name); only hit is counted.';
comment on column annotations.layer is 'actor, label, event_noun, fact, and others that people code.';
comment on column annotations.incident is 'Incident of an event noun or fact; else null.';
comment on column annotations.actor is 'Actor of a mention or label; else null.';
comment on column annotations.code is 'The actor, the label family, the class of event nouns, or the fact.';
comment on column annotations.field is 'title or body.';
comment on column annotations.start_char is 'First character in that field, from 0 (Unicode characters).';
comment on column annotations.end_char is
'The character after the last: body[start_char + 1 : end_char] is surface.';
comment on column annotations.surface is 'The words themselves.';
comment on column annotations.mention_start is
'start_char of the mention of the actor that a label is attached to; else null.';
comment on column annotations.paragraph is '0 in the title, 1 in the lead, then counted on.';
comment on column annotations.sentence_start is 'First character of its sentence, from 0.';
comment on column annotations.sentence_end is 'The character after its sentence.';
comment on column annotations.voice is
'Who says it: outlet, attributed, scare (in distancing quotation marks), quoted, denied, background (of another event or time); where several apply, the first of background, denied, quoted, scare, attributed, outlet.';
comment on column annotations.attributed_to is
'Whose word it is: an actor id, a role (those of quotes.speaker), other or unnamed; never the name of a person; null in the voice of the outlet.';

comment on table quotes is 'Statements that a text hands to somebody: direct quotations of three words and more, and what is reported with a verb of saying, "according to" or a colon; no word stands in two. Only of articles that are kept; one row per statement.';
comment on column quotes.article_id is 'Id of the article.';
comment on column quotes.version is 'Version of its text.';
comment on column quotes.day is 'Day of the article, to join on (day, article_id).';
comment on column quotes.quote is 'Number of the statement within the version, from 1.';
comment on column quotes.utterance is 'Names the folded words of a direct quotation by 16 hex digits: equal words, equal name; null where it is not direct.';
comment on column quotes.field is 'title or body.';
comment on column quotes.start_char is
'First character of what is said in that field, from 0; without the marks, the verb and the speaker.';
comment on column quotes.end_char is 'The character after the last.';
comment on column quotes.paragraph is '0 in the title, 1 in the lead, then counted on.';
comment on column quotes.speaker is
'An actor id, a role, other (somebody else) or unnamed (nobody is named), never the name of a person. Roles: government, police, prosecution, court, ministry, presidency, parliament, opposition, party, municipality, embassy, army, hospital, lawyer, residents, protesters, relatives, witness, expert, media, organisation, company, authorities.';
comment on column quotes.speaker_group is 'First group of the speaker if it is an actor with groups, else null.';
comment on column quotes.verb is
'Verb of saying as printed, with its auxiliary, or "sipas", "according to"; null where there is none. A verb that hands over two quotations stands with the first.';
comment on column quotes.verb_class is
'say, affirm, confirm, claim (from a distance), accuse, deny, admit, warn, ask, anonymous (nobody vouches), according, colon (the speaker before a colon), none (a quotation without a verb of its own).';
comment on column quotes.words is 'Words of the statement, between blanks.';
comment on column quotes.direct is
'true for three words or more in quotation marks or after a dialogue dash, false when reported.';

comment on table figures is 'Numbers with the noun that they count, where they tell the quantity of a fact; one row per number and fact.';
comment on column figures.article_id is 'Id of the article.';
comment on column figures.version is 'Version of its text.';
comment on column figures.day is 'Day of the article, to join on (day, article_id).';
comment on column figures.incident is 'Incident of the fact.';
comment on column figures.fact is 'Fact of which it tells the quantity, whatever number the fact itself states.';
comment on column figures.quantity is 'What is told of it (detained, injured), as configured.';
comment on column figures.referent is 'What is counted (36 of what), under one name for all languages, as configured.';
comment on column figures.field is 'title or body.';
comment on column figures.start_char is 'First character in that field, from 0.';
comment on column figures.end_char is 'The character after the last.';
comment on column figures.low is 'Smallest number that the words allow: 21 of "over 20".';
comment on column figures.high is 'Largest number that they allow, equal to low for a plain number; null without a limit ("over 20").';
comment on column figures.surface is 'The number as printed, with the words that limit it; its noun stands behind it.';
comment on column figures.sentence_start is 'First character of its sentence, from 0.';
comment on column figures.sentence_end is 'The character after its sentence.';
comment on column figures.voice is
'As in annotations: outlet, attributed, scare, quoted, denied or background.';

comment on table tokens is 'Words of articles of incidents; one row per term of a version. Names of actors, outlets and authors are left out, as are numbers and words such as and or the.';
comment on column tokens.article_id is 'Id of the article.';
comment on column tokens.version is 'Version of its text.';
comment on column tokens.day is 'Day of the article, to join on (day, article_id).';
comment on column tokens.language is 'Language of the text, as in articles.';
comment on column tokens.term is 'Folded word.';
comment on column tokens.n is 'Times it occurs, in title and body.';
comment on column tokens.n_shared is 'Of these, inside words shared with a shared_source text.';
comment on column tokens.field is 'title or body: where it stands first, outside of shared words if it does.';
comment on column tokens.start_char is 'Where it stands first, in characters of that field.';
comment on column tokens.end_char is 'Where that use ends (exclusive).';
comment on column tokens.sentence_start is 'Where the sentence of that use begins.';
comment on column tokens.sentence_end is 'Where that sentence ends (exclusive).';

comment on table copy_pairs is 'Pairs of first versions that share words, in one language, days at most 7 apart; one row per pair, in one order. Where known, the text went from a to b. The thresholds are not calibrated.';
comment on column copy_pairs.article_a is 'Id of the article that is credited or was earlier; direction not known: the smaller id.';
comment on column copy_pairs.article_b is 'Id of the other.';
comment on column copy_pairs.kind is
'copy (80 % of one in the other, half of the other in it), excerpt (80 % of the one only) or shared_source (30 % of one of them, of two outlets; an agency or a statement, say).';
comment on column copy_pairs.a_in_b is 'Share of the different runs of five words of a that stand in b, 0 to 1; null: one has fewer than 50, and headline or address tell.';
comment on column copy_pairs.b_in_a is 'Share of those of b that stand in a, 0 to 1; null likewise.';
comment on column copy_pairs.direction is
'copied_from (b credits a or names it as its original), earlier (a was published before b, no more), not_known; of shared_source always not_known.';
comment on column copy_pairs.reason is 'Why, in one line.';

comment on table incident_articles is 'Articles about incidents, by their newest text; one row per pair.';
comment on column incident_articles.incident is 'Id of the incident.';
comment on column incident_articles.article_id is 'Id of the article.';
comment on column incident_articles.role is
'report (inside its window), follow_up (later) or background (the article is about something else).';
comment on column incident_articles.reason is 'Why, in one line.';
comment on column incident_articles.day is 'Day of the article, to join on (day, article_id).';

comment on table codings is 'Values that people give; one row per value. Empty in this version.';
comment on column codings.coder is 'Initials of the person.';
comment on column codings.article_id is 'Id of the article.';
comment on column codings.version is 'Version of the text that was read.';
comment on column codings.unit is 'What was judged: the article, or a part of it.';
comment on column codings.layer is 'What was coded.';
comment on column codings.code is 'The code; done: the person has finished this layer of this article.';
comment on column codings.value is 'Its value; of done: random or purposive, by which the article was drawn.';
comment on column codings.coded_at is 'When (UTC).';

comment on table runs is 'Runs of the program; one row per run of a command that writes, or per jump of the clock.';
comment on column runs.run_id is 'Id of the run.';
comment on column runs.command is
'The command: crawl, run, add, backfill, demo, recode or maintain; clock_jump notes that the computer slept or that its clock was set.';
comment on column runs.started_at is 'When it began (UTC).';
comment on column runs.finished_at is 'When it ended (UTC); null: still running, or ended by force.';
comment on column runs.program is 'Name and version of the program.';
comment on column runs.config_hash is 'Hash of the configuration it ran with.';
comment on column runs.counts is 'What it did, as a JSON object of numbers.';

comment on table applied_visits is 'Outcomes of the outbox that are stored, so that none is stored twice; one row per visit.';
comment on column applied_visits.visit_id is 'Id of the visit.';
comment on column applied_visits.applied_at is 'When it was stored (UTC).';

comment on table rests is 'Sites that are left alone for a while; one row per site.';
comment on column rests.site is 'Registrable domain, or address and port.';
comment on column rests.until_at is 'Nothing of it is asked before (UTC).';
comment on column rests.reason is 'Why, in words.';

comment on table robots is 'The robots.txt of every site asked, as it was read last; one row per origin.';
comment on column robots.origin is 'Scheme, host and port.';
comment on column robots.checked_at is 'When it was asked for last (UTC).';
comment on column robots.failing_since_at is 'Since when it cannot be read (UTC); null: it can.';
comment on column robots.body is 'Its text, which is obeyed; empty: the site has none; null: it was never read.';

comment on table shingles is 'What copies of an article are found by; one row per article, none before it was compared (tracker recode does it).';
comment on column shingles.article_id is 'Id of the article.';
comment on column shingles.day is 'Day of the article, to look only at the days around it.';
comment on column shingles.language is 'Language of the article; copies are looked for within one.';
comment on column shingles.title_hash is 'A number for its first headline, folded; null below five words.';
comment on column shingles.hashes is 'A number for each different run of five folded words of its first text, in rising order.';

comment on table accuracy is 'How good the machine was where people coded the same articles blind; one row per layer and language. Empty until there are such codings: figures are then marked machine, not validated.';
comment on column accuracy.layer is 'Layer of annotations that was checked: actor, label, event_noun, fact, quote, figure or voice.';
comment on column accuracy.language is 'Language of the articles.';
comment on column accuracy.units is 'Units that people coded.';
comment on column accuracy.positives is 'Of these, units in which people found something.';
comment on column accuracy.precision is 'Share of what the machine found that people found too, 0 to 1.';
comment on column accuracy.recall is 'Share of what people found that the machine found too, 0 to 1.';
comment on column accuracy.measured_at is 'When (UTC).';
