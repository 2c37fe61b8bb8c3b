-- Entries of all accounts, with references; runs that carry a mark and no entries; the lives of periods. SQLite changes
-- no constraint of a table that is there, so both tables are made anew and the rows are carried over as they are.
CREATE TABLE runs_new (
	number       INTEGER PRIMARY KEY,
	run          TEXT    NOT NULL UNIQUE,
	digest       TEXT    NOT NULL,
	head_before  TEXT    NOT NULL UNIQUE,
	head         TEXT    NOT NULL UNIQUE,
	period_from  TEXT    NOT NULL,
	period_until TEXT    NOT NULL,
	entries      INTEGER NOT NULL CHECK (entries >= 0),
	-- The mark, all NULL for a run without one.
	mark         TEXT    CHECK (mark IN ('calculated', 'approved', 'closed', 'reopened')),
	marked_by    TEXT,
	marked_for   TEXT,
	marked_on    TEXT,
	CHECK ((mark IS NULL) = (marked_by IS NULL) AND (mark IS NULL) = (marked_for IS NULL) AND (mark IS NULL) = (marked_on IS NULL)),
	CHECK (entries > 0 OR mark IS NOT NULL)
) STRICT;

INSERT INTO runs_new (number, run, digest, head_before, head, period_from, period_until, entries)
	SELECT number, run, digest, head_before, head, period_from, period_until, entries FROM runs ORDER BY number;

CREATE TABLE entries_new (
	number       INTEGER PRIMARY KEY,
	run          TEXT    NOT NULL REFERENCES runs_new (run),
	payee        TEXT    NOT NULL,
	plan         TEXT    NOT NULL,
	version      INTEGER NOT NULL CHECK (version > 0),
	component    TEXT    NOT NULL,
	kind         TEXT    NOT NULL,
	reference    TEXT    NOT NULL,
	period_from  TEXT    NOT NULL,
	period_until TEXT    NOT NULL,
	account      TEXT    NOT NULL CHECK (account IN ('payee', 'expense', 'held', 'debt', 'paid', 'opening', 'exchange')),
	amount       TEXT    NOT NULL,
	currency     TEXT    NOT NULL,
	UNIQUE (run, payee, plan, version, component, kind, reference, period_from, period_until, account, currency)
) STRICT;

INSERT INTO entries_new (number, run, payee, plan, version, component, kind, reference, period_from, period_until, account, amount, currency)
	SELECT number, run, payee, plan, version, component, kind, '', period_from, period_until, account, amount, currency
	FROM entries ORDER BY number;

DROP TABLE entries;
DROP TABLE runs;
ALTER TABLE runs_new RENAME TO runs;
ALTER TABLE entries_new RENAME TO entries;

CREATE INDEX entries_by_period ON entries (period_from, period_until);

-- One row for each change of a period's state, in order. by, reason and day are those of the mark of the run, or empty
-- where entries without a mark opened a calculated period again.
CREATE TABLE period_changes (
	number       INTEGER PRIMARY KEY,
	run          TEXT NOT NULL UNIQUE REFERENCES runs (run),
	period_from  TEXT NOT NULL,
	period_until TEXT NOT NULL,
	state        TEXT NOT NULL CHECK (state IN ('open', 'calculated', 'approved', 'closed', 'reopened')),
	marked_by    TEXT NOT NULL,
	reason       TEXT NOT NULL,
	day          TEXT NOT NULL
) STRICT;

CREATE INDEX period_changes_by_period ON period_changes (period_from, period_until);

CREATE TRIGGER runs_are_kept BEFORE DELETE ON runs
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER runs_are_fixed BEFORE UPDATE ON runs
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER entries_are_fixed BEFORE UPDATE ON entries
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER period_changes_are_kept BEFORE DELETE ON period_changes
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER period_changes_are_fixed BEFORE UPDATE ON period_changes
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
