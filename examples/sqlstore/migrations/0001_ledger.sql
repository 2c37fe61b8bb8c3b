-- One row for each run that was posted, in order. head_before and head chain each run to the one before it.
CREATE TABLE runs (
	number       INTEGER PRIMARY KEY,
	run          TEXT    NOT NULL UNIQUE,
	digest       TEXT    NOT NULL,
	head_before  TEXT    NOT NULL UNIQUE,
	head         TEXT    NOT NULL UNIQUE,
	period_from  TEXT    NOT NULL,
	period_until TEXT    NOT NULL,
	entries      INTEGER NOT NULL CHECK (entries > 0)
) STRICT;

-- One row for each amount on one account. Amounts are plain decimal text such as -1234.5; days are YYYY-MM-DD.
CREATE TABLE entries (
	number       INTEGER PRIMARY KEY,
	run          TEXT    NOT NULL REFERENCES runs (run),
	payee        TEXT    NOT NULL,
	plan         TEXT    NOT NULL,
	version      INTEGER NOT NULL CHECK (version > 0),
	component    TEXT    NOT NULL,
	kind         TEXT    NOT NULL,
	period_from  TEXT    NOT NULL,
	period_until TEXT    NOT NULL,
	account      TEXT    NOT NULL CHECK (account IN ('payee', 'expense')),
	amount       TEXT    NOT NULL,
	currency     TEXT    NOT NULL,
	UNIQUE (run, payee, plan, version, component, kind, period_from, period_until, account)
) STRICT;

CREATE INDEX entries_by_period ON entries (period_from, period_until);

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
