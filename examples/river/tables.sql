-- What is paid, and what had been posted before: the same for every job and every attempt.
CREATE TABLE IF NOT EXISTS payroll (
	one          BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
	payees       INTEGER NOT NULL,
	transactions INTEGER NOT NULL,
	shares       INTEGER NOT NULL,
	opening      JSON NOT NULL,
	posted       TEXT -- the run, once its batch is in the ledger
);

-- A deal lies with each share that needs it.
CREATE TABLE IF NOT EXISTS deals (
	share  INTEGER NOT NULL,
	number INTEGER NOT NULL,
	deal   JSON NOT NULL,
	PRIMARY KEY (share, number)
);

-- How many shares have told in a round. Its row is what jobs that end at the same moment wait for.
CREATE TABLE IF NOT EXISTS rounds (
	round INTEGER PRIMARY KEY,
	told  INTEGER NOT NULL
);

-- Who has told in a round, with the SHA-256 of all that was told.
CREATE TABLE IF NOT EXISTS told (
	round  INTEGER NOT NULL REFERENCES rounds,
	share  INTEGER NOT NULL,
	digest BYTEA NOT NULL,
	PRIMARY KEY (round, share)
);

CREATE TABLE IF NOT EXISTS figures (
	hearer INTEGER NOT NULL,
	round  INTEGER NOT NULL,
	teller INTEGER NOT NULL,
	figure BYTEA NOT NULL,
	PRIMARY KEY (hearer, round, teller)
);

CREATE TABLE IF NOT EXISTS statements (
	payee  TEXT COLLATE "C" NOT NULL,
	plan   TEXT COLLATE "C" NOT NULL,
	number INTEGER NOT NULL, -- of the payee's assignments to the plan
	export BYTEA NOT NULL,   -- compressed with gzip
	PRIMARY KEY (payee, plan, number)
);

CREATE TABLE IF NOT EXISTS tallies (
	share INTEGER PRIMARY KEY,
	tally BYTEA NOT NULL
);
