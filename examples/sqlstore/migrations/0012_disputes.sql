-- One row for each event of a dispute, in the order of the dispute, which is its stream. content is the whole event as JSON,
-- amounts as text; what people look for stands in columns as well. digest chains each row to the one before it of the same
-- stream. Days are YYYY-MM-DD.
CREATE TABLE dispute_events (
	number  INTEGER PRIMARY KEY,
	stream  TEXT    NOT NULL,
	seq     INTEGER NOT NULL CHECK (seq > 0),
	dated   TEXT    NOT NULL,
	step    TEXT    NOT NULL,
	done_by TEXT    NOT NULL,
	content TEXT    NOT NULL,
	digest  TEXT    NOT NULL,
	UNIQUE (stream, seq)
) STRICT;

CREATE TRIGGER dispute_events_are_kept BEFORE DELETE ON dispute_events
BEGIN
	SELECT RAISE(ABORT, 'the records of disputes are append-only');
END;

CREATE TRIGGER dispute_events_are_fixed BEFORE UPDATE ON dispute_events
BEGIN
	SELECT RAISE(ABORT, 'the records of disputes are append-only');
END;
