-- One row for each record of participation, in the order of its stream. content is the whole entry as JSON; what is asked
-- for stands in columns as well. digest chains each row to the one before it of the same stream. Days are YYYY-MM-DD.
CREATE TABLE training_entries (
	number      INTEGER PRIMARY KEY,
	stream      TEXT    NOT NULL,
	seq         INTEGER NOT NULL CHECK (seq > 0),
	dated       TEXT    NOT NULL,
	offering    TEXT    NOT NULL,
	state       TEXT    NOT NULL,
	person_kind TEXT    NOT NULL,
	person_id   TEXT    NOT NULL,
	content     TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	UNIQUE (stream, seq)
) STRICT;

CREATE INDEX training_entries_by_person ON training_entries (person_id, person_kind);

CREATE TRIGGER training_entries_are_kept BEFORE DELETE ON training_entries
BEGIN
	SELECT RAISE(ABORT, 'the records of training are append-only');
END;

CREATE TRIGGER training_entries_are_fixed BEFORE UPDATE ON training_entries
BEGIN
	SELECT RAISE(ABORT, 'the records of training are append-only');
END;
