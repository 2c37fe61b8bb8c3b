-- Numbers are NULL when unknown, days when not set. participants is a JSON list of {payee, role, share}; attributes and
-- numbers are JSON objects of texts.
CREATE TABLE transactions (
	id           TEXT COLLATE "C" PRIMARY KEY,
	sequence     BIGINT NOT NULL,
	owner        TEXT COLLATE "C" NOT NULL,
	participants JSONB NOT NULL,
	amount       NUMERIC NOT NULL,
	currency     TEXT COLLATE "C" NOT NULL,
	margin       NUMERIC,
	units        NUMERIC,
	cash         NUMERIC,
	booked       DATE,
	invoiced     DATE,
	cash_date    DATE,
	delivered    DATE,
	attributes   JSONB NOT NULL,
	numbers      JSONB NOT NULL,
	reverses     TEXT COLLATE "C",
	place        TEXT COLLATE "C" NOT NULL
);

CREATE INDEX transactions_by_booked    ON transactions (booked)    WHERE booked    IS NOT NULL;
CREATE INDEX transactions_by_invoiced  ON transactions (invoiced)  WHERE invoiced  IS NOT NULL;
CREATE INDEX transactions_by_cash_date ON transactions (cash_date) WHERE cash_date IS NOT NULL;
CREATE INDEX transactions_by_delivered ON transactions (delivered) WHERE delivered IS NOT NULL;
