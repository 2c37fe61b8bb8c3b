-- The copy of CRM systems. One row for each record, as it stood when the system last changed it, deleted ones included.
-- content is the whole record as JSON, amounts as text; what is asked for stands in columns as well. modified is in
-- microseconds since 1970-01-01 UTC, so that it sorts exactly.
CREATE TABLE crm_records (
	number   INTEGER PRIMARY KEY,
	system   TEXT    NOT NULL,
	kind     TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	modified INTEGER NOT NULL,
	deleted  INTEGER NOT NULL CHECK (deleted IN (0, 1)),
	content  TEXT    NOT NULL,
	UNIQUE (system, kind, id)
) STRICT;

CREATE INDEX crm_changes ON crm_records (system, kind, modified, id);

CREATE INDEX crm_live ON crm_records (system, kind, id) WHERE deleted = 0;

-- How far the reading of a system and kind has come: how many batches were applied, and the reader's own note.
CREATE TABLE crm_positions (
	system  TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0),
	state   TEXT    NOT NULL,
	PRIMARY KEY (system, kind)
) STRICT, WITHOUT ROWID;
