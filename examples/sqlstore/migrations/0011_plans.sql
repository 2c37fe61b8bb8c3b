-- One row for each event of the versions of a plan, in the order of the plan, which is its stream. content is the whole event
-- as JSON, the text of the plan in a draft included; what is asked for stands in columns as well. digest chains each row to
-- the one before it of the same stream. Days are YYYY-MM-DD.
CREATE TABLE plan_events (
	number  INTEGER PRIMARY KEY,
	stream  TEXT    NOT NULL,
	seq     INTEGER NOT NULL CHECK (seq > 0),
	dated   TEXT    NOT NULL,
	step    TEXT    NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0),
	content TEXT    NOT NULL,
	digest  TEXT    NOT NULL,
	UNIQUE (stream, seq)
) STRICT;

CREATE TRIGGER plan_events_are_kept BEFORE DELETE ON plan_events
BEGIN
	SELECT RAISE(ABORT, 'the versions of plans are append-only');
END;

CREATE TRIGGER plan_events_are_fixed BEFORE UPDATE ON plan_events
BEGIN
	SELECT RAISE(ABORT, 'the versions of plans are append-only');
END;
