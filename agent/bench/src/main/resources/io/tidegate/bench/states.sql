-- States of ${agents} ACD agents over the last 25 hours: spans of four minutes on average, one after the other, the last one open.
CREATE TABLE states (agent text NOT NULL, since timestamptz NOT NULL, state text NOT NULL, til timestamptz);
SELECT setseed(0.42);
INSERT INTO states
SELECT 'agent' || lpad(agent::text, 5, '0'), since, (ARRAY['Ready', 'Talking', 'Wrap-up', 'Not ready'])[1 + (n % 4)::int],
    lead(since) OVER (PARTITION BY agent ORDER BY since)
FROM (
    SELECT agent, n, now() - interval '25 hours' + interval '1 second' * sum(length) OVER (PARTITION BY agent ORDER BY n) AS since
    FROM (SELECT agent, n, round((-ln(1 - random()) * 240)::numeric, 3) AS length FROM generate_series(1, ${agents}) agent, generate_series(1, 450) n) lengths
) spans
WHERE since < now();
CREATE INDEX ON states (since);
CREATE UNIQUE INDEX ON states (agent) WHERE til IS NULL;
DO $$ BEGIN CREATE ROLE connector LOGIN PASSWORD 'connector'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ON states TO connector;
VACUUM ANALYZE states;
