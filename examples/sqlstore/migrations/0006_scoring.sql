-- One row for each record of a stream: an edition of a scorecard, a result, a response, or a step of a review or a plan.
-- content is the whole record as JSON; what is asked for stands in columns as well. digest chains each record to the one
-- before it of the same stream. Days are YYYY-MM-DD; a record about nobody has two empty texts.
CREATE TABLE scoring_records (
	number      INTEGER PRIMARY KEY,
	stream      TEXT    NOT NULL,
	seq         INTEGER NOT NULL CHECK (seq > 0),
	recorded    TEXT    NOT NULL,
	recorded_by TEXT    NOT NULL,
	kind        TEXT    NOT NULL,
	about_kind  TEXT    NOT NULL,
	about_id    TEXT    NOT NULL,
	content     TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	UNIQUE (stream, seq)
) STRICT;

CREATE INDEX scoring_records_by_subject ON scoring_records (about_id, about_kind);

CREATE TRIGGER scoring_records_are_kept BEFORE DELETE ON scoring_records
BEGIN
	SELECT RAISE(ABORT, 'the records of scoring are append-only');
END;

CREATE TRIGGER scoring_records_are_fixed BEFORE UPDATE ON scoring_records
BEGIN
	SELECT RAISE(ABORT, 'the records of scoring are append-only');
END;
