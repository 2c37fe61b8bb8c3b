CREATE TABLE payees (
	id       TEXT COLLATE "C" PRIMARY KEY,
	name     TEXT COLLATE "C" NOT NULL,
	open     BOOLEAN NOT NULL,
	currency TEXT COLLATE "C" NOT NULL
);

-- period_until is NULL when the period has no end. There is no reference to payees: a payee that is missing is for the
-- run to report. target_changes, ramps and absences are JSON lists.
CREATE TABLE assignments (
	payee          TEXT COLLATE "C" NOT NULL,
	plan           TEXT COLLATE "C" NOT NULL,
	period_from    DATE NOT NULL,
	period_until   DATE,
	version        BIGINT NOT NULL,
	target_amount  NUMERIC,
	target_per     TEXT COLLATE "C" NOT NULL,
	target_changes JSONB NOT NULL,
	ramps          JSONB NOT NULL,
	absences       JSONB NOT NULL,
	PRIMARY KEY (payee, plan, period_from)
);

-- relief is a JSON list.
CREATE TABLE quotas (
	payee       TEXT COLLATE "C" NOT NULL,
	plan        TEXT COLLATE "C" NOT NULL,
	period_from DATE NOT NULL,
	position    INTEGER NOT NULL,
	measure     TEXT COLLATE "C" NOT NULL,
	quota_from  DATE NOT NULL,
	quota_until DATE,
	amount      NUMERIC NOT NULL,
	relief      JSONB NOT NULL,
	PRIMARY KEY (payee, plan, period_from, position),
	FOREIGN KEY (payee, plan, period_from) REFERENCES assignments ON DELETE CASCADE
);

CREATE TABLE reporting (
	payee        TEXT COLLATE "C" NOT NULL,
	period_from  DATE NOT NULL,
	period_until DATE,
	manager      TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (payee, period_from)
);
