-- Numbers are plain decimal text, NULL when unknown; days are YYYY-MM-DD, NULL when not set.
-- participants is a JSON list of {payee, role, share}; attributes and numbers are JSON objects of texts.
CREATE TABLE transactions (
	id           TEXT    NOT NULL PRIMARY KEY,
	sequence     INTEGER NOT NULL,
	owner        TEXT    NOT NULL,
	participants TEXT    NOT NULL,
	amount       TEXT    NOT NULL,
	currency     TEXT    NOT NULL,
	margin       TEXT,
	units        TEXT,
	cash         TEXT,
	booked       TEXT,
	invoiced     TEXT,
	cash_date    TEXT,
	delivered    TEXT,
	attributes   TEXT    NOT NULL,
	numbers      TEXT    NOT NULL,
	reverses     TEXT,
	place        TEXT    NOT NULL
) STRICT;

CREATE INDEX transactions_by_booked    ON transactions (booked)    WHERE booked    IS NOT NULL;
CREATE INDEX transactions_by_invoiced  ON transactions (invoiced)  WHERE invoiced  IS NOT NULL;
CREATE INDEX transactions_by_cash_date ON transactions (cash_date) WHERE cash_date IS NOT NULL;
CREATE INDEX transactions_by_delivered ON transactions (delivered) WHERE delivered IS NOT NULL;
