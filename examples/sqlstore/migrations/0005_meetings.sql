-- One row for each revision of each action, feedback, meeting, report, request and success. content is the whole record
-- as JSON; what is asked for stands in columns as well. digest chains each revision to the one before it. Days are
-- YYYY-MM-DD.
CREATE TABLE meeting_records (
	number   INTEGER PRIMARY KEY,
	kind     TEXT    NOT NULL,
	record   TEXT    NOT NULL,
	revision INTEGER NOT NULL CHECK (revision > 0),
	filed_on TEXT    NOT NULL,
	person   TEXT    NOT NULL,
	content  TEXT    NOT NULL,
	digest   TEXT    NOT NULL,
	UNIQUE (kind, record, revision)
) STRICT;

CREATE INDEX meeting_records_by_day    ON meeting_records (filed_on, kind, record, revision);
CREATE INDEX meeting_records_by_person ON meeting_records (person, filed_on);

CREATE TRIGGER meeting_records_are_kept BEFORE DELETE ON meeting_records
BEGIN
	SELECT RAISE(ABORT, 'the records of meetings are append-only');
END;

CREATE TRIGGER meeting_records_are_fixed BEFORE UPDATE ON meeting_records
BEGIN
	SELECT RAISE(ABORT, 'the records of meetings are append-only');
END;
