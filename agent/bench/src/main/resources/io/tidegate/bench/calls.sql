-- Call records over the three years before today: daily, weekly and seasonal shape, 500 queues, an identifier in each row that
-- nothing compresses. Twelve columns.
CREATE TABLE calls (
    id bigint PRIMARY KEY, queue_id text NOT NULL, queue_name text NOT NULL, channel text NOT NULL,
    start_ts timestamptz NOT NULL, answered smallint NOT NULL, wait_s int NOT NULL, talk_s int, hold_s int, wrap_s int,
    agent_id text, call_uuid uuid NOT NULL
);
SELECT setseed(0.42);
INSERT INTO calls
SELECT row_number() OVER (ORDER BY ts), 'Q' || lpad(qn::text, 4, '0'), 'Queue ' || qn || ' ' || (ARRAY['Nord', 'Süd', 'Köln', 'Lyon'])[1 + qn % 4],
    (ARRAY['calls', 'calls', 'calls', 'chats', 'emails'])[1 + qn % 5], ts, (a < 0.92)::int, (-ln(1 - b) * 25)::int,
    CASE WHEN a < 0.92 THEN (60 + (qn * 37) % 300 - ln(1 - c) * 90)::int END,
    CASE WHEN a < 0.92 THEN CASE WHEN d < 0.7 THEN 0 ELSE (d * 60)::int END END,
    CASE WHEN a < 0.92 THEN (5 - ln(1 - d) * 30)::int END,
    CASE WHEN a < 0.92 THEN 'agent' || lpad(((qn * 7 + (c * 1000000)::int) % 2500)::text, 5, '0') END, gen_random_uuid()
FROM (
    SELECT date_trunc('milliseconds', slot + random() * interval '15 minutes') AS ts, random() AS a, random() AS b, random() AS c,
        random() AS d, floor(500 * power(random(), 2.2))::int AS qn
    FROM (
        SELECT slot, (weight * ${rows} / sum(weight) OVER () + random())::int AS n
        FROM (
            SELECT slot, (ARRAY[1.25, 1, 1, 1, 1, 0.45, 0.2])[extract(isodow FROM slot)::int]
                * (0.03 + exp(-power(extract(hour FROM slot) + extract(minute FROM slot) / 60.0 - 10.5, 2) / 6.0)
                    + 0.8 * exp(-power(extract(hour FROM slot) + extract(minute FROM slot) / 60.0 - 15, 2) / 7.0))
                * (1 + 0.15 * sin(2 * pi() * extract(doy FROM slot) / 365.0)) AS weight
            FROM generate_series(date_trunc('day', now()) - interval '1095 days', date_trunc('day', now()) - interval '1 day' - interval '15 minutes', interval '15 minutes') slot
        ) w
    ) s, LATERAL generate_series(1, n)
) c;
CREATE INDEX ON calls (start_ts);
DO $$ BEGIN CREATE ROLE connector LOGIN PASSWORD 'connector'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ON calls TO connector;
VACUUM ANALYZE calls;
