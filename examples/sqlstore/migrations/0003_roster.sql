CREATE TABLE payees (
	id   TEXT    NOT NULL PRIMARY KEY,
	name TEXT    NOT NULL,
	open INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;

-- period_until is NULL when the period has no end. There is no reference to payees: a payee that is missing is for the
-- run to report.
CREATE TABLE assignments (
	payee         TEXT    NOT NULL,
	plan          TEXT    NOT NULL,
	period_from   TEXT    NOT NULL,
	period_until  TEXT,
	version       INTEGER NOT NULL,
	target_amount TEXT,
	target_per    TEXT    NOT NULL,
	PRIMARY KEY (payee, plan, period_from)
) STRICT;

CREATE TABLE quotas (
	payee       TEXT    NOT NULL,
	plan        TEXT    NOT NULL,
	period_from TEXT    NOT NULL,
	position    INTEGER NOT NULL,
	measure     TEXT    NOT NULL,
	quota_from  TEXT    NOT NULL,
	quota_until TEXT,
	amount      TEXT    NOT NULL,
	PRIMARY KEY (payee, plan, period_from, position),
	FOREIGN KEY (payee, plan, period_from) REFERENCES assignments ON DELETE CASCADE
) STRICT;

CREATE TABLE reporting (
	payee        TEXT NOT NULL,
	period_from  TEXT NOT NULL,
	period_until TEXT,
	manager      TEXT NOT NULL,
	PRIMARY KEY (payee, period_from)
) STRICT;
