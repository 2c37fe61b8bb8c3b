-- Empty: each plan's own currency.
ALTER TABLE payees ADD COLUMN currency TEXT NOT NULL DEFAULT '';

-- What an assignment says about its quotas and its target: each list in the order of position. They go with the assignment.
CREATE TABLE ramps (
	payee       TEXT    NOT NULL,
	plan        TEXT    NOT NULL,
	period_from TEXT    NOT NULL,
	position    INTEGER NOT NULL,
	ramp_from   TEXT    NOT NULL,
	ramp_until  TEXT,
	share       TEXT    NOT NULL,
	PRIMARY KEY (payee, plan, period_from, position),
	FOREIGN KEY (payee, plan, period_from) REFERENCES assignments ON DELETE CASCADE
) STRICT;

CREATE TABLE absences (
	payee         TEXT    NOT NULL,
	plan          TEXT    NOT NULL,
	period_from   TEXT    NOT NULL,
	position      INTEGER NOT NULL,
	id            TEXT    NOT NULL,
	absence_from  TEXT    NOT NULL,
	absence_until TEXT,
	reason        TEXT    NOT NULL,
	prorates      INTEGER NOT NULL CHECK (prorates IN (0, 1)),
	PRIMARY KEY (payee, plan, period_from, position),
	FOREIGN KEY (payee, plan, period_from) REFERENCES assignments ON DELETE CASCADE
) STRICT;

CREATE TABLE target_changes (
	payee       TEXT    NOT NULL,
	plan        TEXT    NOT NULL,
	period_from TEXT    NOT NULL,
	position    INTEGER NOT NULL,
	change_from TEXT    NOT NULL,
	amount      TEXT    NOT NULL,
	PRIMARY KEY (payee, plan, period_from, position),
	FOREIGN KEY (payee, plan, period_from) REFERENCES assignments ON DELETE CASCADE
) STRICT;

-- quota is the position of the quota that is relieved.
CREATE TABLE relief (
	payee       TEXT    NOT NULL,
	plan        TEXT    NOT NULL,
	period_from TEXT    NOT NULL,
	quota       INTEGER NOT NULL,
	position    INTEGER NOT NULL,
	amount      TEXT,
	share       TEXT,
	absence     TEXT    NOT NULL,
	reason      TEXT    NOT NULL,
	approved_by TEXT    NOT NULL,
	PRIMARY KEY (payee, plan, period_from, quota, position),
	FOREIGN KEY (payee, plan, period_from, quota) REFERENCES quotas ON DELETE CASCADE
) STRICT;
