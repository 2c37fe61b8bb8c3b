-- One row for each entry of the record of a promotion cycle: the cycle first, then one for each event. content is the whole
-- entry as JSON, its own digest included; what is asked for stands in columns as well. digest chains each row to the one
-- before it of the same stream. Days are YYYY-MM-DD; an entry about nobody has two empty texts.
CREATE TABLE promotion_entries (
	number     INTEGER PRIMARY KEY,
	stream     TEXT    NOT NULL,
	seq        INTEGER NOT NULL CHECK (seq > 0),
	dated      TEXT    NOT NULL,
	step       TEXT    NOT NULL,
	about_kind TEXT    NOT NULL,
	about_id   TEXT    NOT NULL,
	content    TEXT    NOT NULL,
	digest     TEXT    NOT NULL,
	UNIQUE (stream, seq)
) STRICT;

CREATE INDEX promotion_entries_by_candidate ON promotion_entries (about_id, about_kind);

CREATE TRIGGER promotion_entries_are_kept BEFORE DELETE ON promotion_entries
BEGIN
	SELECT RAISE(ABORT, 'the records of promotions are append-only');
END;

CREATE TRIGGER promotion_entries_are_fixed BEFORE UPDATE ON promotion_entries
BEGIN
	SELECT RAISE(ABORT, 'the records of promotions are append-only');
END;
