-- One row for each run that was posted, in order. head_before and head chain each run to the one before it. The columns
-- state to state_on are the change that the run made to the life of its period, NULL when it made none; state_by,
-- state_reason and state_on are those of its mark, empty and NULL when entries without a mark made the period open again.
CREATE TABLE runs (
	number       BIGINT PRIMARY KEY,
	run          TEXT COLLATE "C" NOT NULL UNIQUE,
	digest       TEXT COLLATE "C" NOT NULL,
	head_before  TEXT COLLATE "C" NOT NULL UNIQUE,
	head         TEXT COLLATE "C" NOT NULL UNIQUE,
	period_from  DATE NOT NULL,
	period_until DATE NOT NULL CHECK (period_until > period_from),
	entries      BIGINT NOT NULL CHECK (entries >= 0),
	state        TEXT COLLATE "C" CHECK (state IN ('open', 'calculated', 'approved', 'closed', 'reopened')),
	state_by     TEXT COLLATE "C",
	state_reason TEXT COLLATE "C",
	state_on     DATE,
	CHECK (entries > 0 OR state IS NOT NULL)
);

CREATE INDEX runs_by_period ON runs (period_from, period_until) WHERE state IS NOT NULL;

-- One row for each amount on one account.
CREATE TABLE entries (
	number       BIGINT PRIMARY KEY,
	run          BIGINT NOT NULL REFERENCES runs (number),
	payee        TEXT COLLATE "C" NOT NULL,
	plan         TEXT COLLATE "C" NOT NULL,
	version      BIGINT NOT NULL CHECK (version > 0),
	component    TEXT COLLATE "C" NOT NULL,
	kind         TEXT COLLATE "C" NOT NULL,
	period_from  DATE NOT NULL,
	period_until DATE NOT NULL CHECK (period_until > period_from),
	account      TEXT COLLATE "C" NOT NULL
		CHECK (account IN ('payee', 'expense', 'held', 'debt', 'paid', 'opening', 'exchange')),
	reference    TEXT COLLATE "C" NOT NULL,
	amount       NUMERIC NOT NULL CHECK (amount <> 0 AND abs(amount) < 1e38 AND scale(amount) <= 30),
	currency     TEXT COLLATE "C" NOT NULL
);

CREATE INDEX entries_by_period ON entries (period_from, period_until);

CREATE INDEX entries_by_payee ON entries (payee, period_from);

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;

CREATE TRIGGER runs_are_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON runs
	FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER entries_are_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
	FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
