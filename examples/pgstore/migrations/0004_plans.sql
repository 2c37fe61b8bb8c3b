-- One row for each event of the versions of a plan, in the order of the plan, which is its stream. content is the whole event
-- as JSON, byte for byte, the text of the plan in a draft included; what is asked for stands in columns as well. digest chains
-- each row to the one before it of the same stream.
CREATE TABLE plan_events (
	stream  TEXT COLLATE "C" NOT NULL,
	seq     BIGINT NOT NULL CHECK (seq > 0),
	dated   DATE NOT NULL,
	step    TEXT COLLATE "C" NOT NULL,
	version BIGINT NOT NULL CHECK (version > 0),
	content TEXT COLLATE "C" NOT NULL,
	digest  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (stream, seq)
);

CREATE FUNCTION plan_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the versions of plans are append-only'; END $$;

CREATE TRIGGER plan_events_are_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_events
	FOR EACH STATEMENT EXECUTE FUNCTION plan_events_are_append_only();
