-- One row for each event of a dispute, in the order of the dispute, which is its stream. content is the whole event as JSON,
-- byte for byte, amounts as text; what people look for stands in columns as well. digest chains each row to the one before it
-- of the same stream.
CREATE TABLE dispute_events (
	stream  TEXT COLLATE "C" NOT NULL,
	seq     BIGINT NOT NULL CHECK (seq > 0),
	dated   DATE NOT NULL,
	step    TEXT COLLATE "C" NOT NULL,
	done_by TEXT COLLATE "C" NOT NULL,
	content TEXT COLLATE "C" NOT NULL,
	digest  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (stream, seq)
);

CREATE FUNCTION dispute_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the records of disputes are append-only'; END $$;

CREATE TRIGGER dispute_events_are_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_events
	FOR EACH STATEMENT EXECUTE FUNCTION dispute_events_are_append_only();
