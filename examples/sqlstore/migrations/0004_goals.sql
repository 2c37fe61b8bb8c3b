-- One row for each entry of a goal. content is the whole entry as JSON; what is asked for stands in columns as well.
-- digest chains each entry to the one before it of the same goal. Days are YYYY-MM-DD; the period is that of an entry
-- that sets the goal, and NULL of the others.
CREATE TABLE goal_entries (
	number       INTEGER PRIMARY KEY,
	goal         TEXT    NOT NULL,
	seq          INTEGER NOT NULL CHECK (seq > 0),
	recorded     TEXT    NOT NULL,
	recorded_by  TEXT    NOT NULL,
	kind         TEXT    NOT NULL CHECK (kind IN ('set', 'move', 'amendment', 'closed')),
	period_from  TEXT,
	period_until TEXT,
	content      TEXT    NOT NULL,
	digest       TEXT    NOT NULL,
	UNIQUE (goal, seq)
) STRICT;

CREATE INDEX goals_as_set ON goal_entries (goal, seq) WHERE kind = 'set';

-- One row for each owner that an entry sets.
CREATE TABLE goal_owners (
	owner TEXT    NOT NULL,
	goal  TEXT    NOT NULL,
	seq   INTEGER NOT NULL,
	PRIMARY KEY (owner, goal, seq),
	FOREIGN KEY (goal, seq) REFERENCES goal_entries (goal, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX owners_by_entry ON goal_owners (goal, seq);

CREATE TRIGGER goal_entries_are_kept BEFORE DELETE ON goal_entries
BEGIN
	SELECT RAISE(ABORT, 'the entries of goals are append-only');
END;

CREATE TRIGGER goal_entries_are_fixed BEFORE UPDATE ON goal_entries
BEGIN
	SELECT RAISE(ABORT, 'the entries of goals are append-only');
END;

CREATE TRIGGER goal_owners_are_kept BEFORE DELETE ON goal_owners
BEGIN
	SELECT RAISE(ABORT, 'the entries of goals are append-only');
END;

CREATE TRIGGER goal_owners_are_fixed BEFORE UPDATE ON goal_owners
BEGIN
	SELECT RAISE(ABORT, 'the entries of goals are append-only');
END;
