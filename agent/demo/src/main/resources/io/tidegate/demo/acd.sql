-- A plausible ACD of a contact centre in Berlin: 40 queues, 40 ACD agents, as many days of history as asked for.
-- Made from a fixed seed, except that it ends today. Psql variables are filled in by AcdDatabase.
CREATE TABLE queue (
    n integer PRIMARY KEY,
    queue_id text NOT NULL,
    queue_name text NOT NULL,
    share double precision NOT NULL,
    mean_talk integer NOT NULL
);
INSERT INTO queue
SELECT g, 'Q' || lpad(g::text, 3, '0'),
    (ARRAY['Billing', 'Sales', 'Support', 'Retention', 'Claims', 'Contracts', 'Mobile', 'Broadband', 'Complaints', 'Back office'])[1 + g % 10]
        || ' ' || (ARRAY['Nord', 'Süd', 'Köln', 'Zürich'])[1 + g / 10],
    1.0 / (1 + g), 90 + (g * 37) % 240
FROM generate_series(0, 39) g;

-- Instants: most newer ACDs keep them.
CREATE TABLE call (
    call_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue_id text NOT NULL,
    queue_name text NOT NULL,
    started timestamptz NOT NULL,
    answered smallint NOT NULL,
    wait_s integer NOT NULL,
    talk_s integer,
    hold_s integer,
    wrap_s integer
);
SELECT setseed(0.42);
INSERT INTO call (queue_id, queue_name, started, answered, wait_s, talk_s, hold_s, wrap_s)
SELECT q.queue_id, q.queue_name, c.started, (c.a < 0.93)::int, (-ln(1 - c.b) * 25)::int,
    CASE WHEN c.a < 0.93 THEN (q.mean_talk * (0.4 - ln(1 - c.c) * 0.6))::int END,
    CASE WHEN c.a < 0.93 THEN CASE WHEN c.d < 0.7 THEN 0 ELSE (c.d * 60)::int END END,
    CASE WHEN c.a < 0.93 THEN (10 + c.b * 50)::int END
FROM (
    SELECT
        -- Two humps a day, at half past ten and at three, between seven and nine in the evening.
        (d.day + make_interval(secs => 3600 * least(20.99, greatest(7.0,
            CASE WHEN random() < 0.55 THEN 10.5 ELSE 15.0 END
                + 1.9 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))))) AT TIME ZONE 'Europe/Berlin' AS started,
        random() AS a, random() AS b, random() AS c, random() AS d, floor(40 * power(random(), 2.2))::int AS qn
    FROM (
        SELECT day, (${callsPerDay}
            -- A week and a year, and a slow growth.
            * (ARRAY[1.25, 1.05, 1.0, 1.0, 0.95, 0.45, 0.25])[extract(isodow FROM day)::int]
            * (1 + 0.15 * sin(2 * pi() * extract(doy FROM day) / 365.0))
            * (1 + 0.08 * extract(epoch FROM day - current_date::timestamp + make_interval(days => ${days})) / (86400.0 * ${days})))::int AS n
        FROM generate_series((now() AT TIME ZONE 'Europe/Berlin')::date::timestamp - make_interval(days => ${days}), (now() AT TIME ZONE 'Europe/Berlin')::date::timestamp, interval '1 day') AS day
    ) d, LATERAL generate_series(1, d.n)
) c JOIN queue q ON q.n = c.qn
WHERE c.started < now()
ORDER BY c.started;
CREATE INDEX ON call (started);

-- Wall-clock times without a zone: what many ACDs keep of their ACD agents.
CREATE TABLE agent_state (
    agent_id text NOT NULL,
    state text NOT NULL,
    started timestamp NOT NULL,
    ended timestamp
);
INSERT INTO agent_state
SELECT agent_id, state, started, lead(started, 1, started + interval '31 minutes') OVER (PARTITION BY agent_id, day ORDER BY started)
FROM (
    SELECT 'agent' || lpad(a::text, 2, '0') AS agent_id, day,
        (ARRAY['ready', 'talking', 'wrap-up', 'talking', 'break', 'training'])[1 + ((a * 7 + k * 5 + extract(doy FROM day)::int) % 6)] AS state,
        day + make_interval(hours => 8 + a % 3, mins => k * 35, secs => ((a * 13 + k * 29 + extract(doy FROM day)::int * 7) % 1200)) AS started
    FROM generate_series(0, 39) a,
        generate_series((now() AT TIME ZONE 'Europe/Berlin')::date::timestamp - make_interval(days => ${days}), (now() AT TIME ZONE 'Europe/Berlin')::date::timestamp - interval '1 day', interval '1 day') AS day,
        generate_series(0, 11) k
    WHERE extract(isodow FROM day) < 6
) s;
CREATE INDEX ON agent_state (started);

-- What a chat system exports as files, in quarter-hours of the wall clock.
CREATE TABLE chat (
    queue text NOT NULL,
    slot timestamp NOT NULL,
    offered integer NOT NULL,
    answered integer NOT NULL,
    handling integer NOT NULL,
    PRIMARY KEY (queue, slot)
);
INSERT INTO chat
SELECT 'Chat ' || (ARRAY['Deutsch', 'English', 'Français', 'Italiano', 'Nederlands', 'VIP'])[1 + q], slot, n, n - n / 11, n * (180 + q * 40 + (n * 7) % 60)
FROM (
    SELECT q, slot, (1 + random() * 14 * exp(-power(extract(hour FROM slot) - 13, 2) / 18.0))::int AS n
    FROM generate_series(0, 5) q,
        generate_series((now() AT TIME ZONE 'Europe/Berlin')::date::timestamp - interval '60 days', (now() AT TIME ZONE 'Europe/Berlin')::date::timestamp - interval '15 minutes', interval '15 minutes') AS slot
    WHERE extract(hour FROM slot) BETWEEN 7 AND 20
) c;

CREATE ROLE connector LOGIN PASSWORD 'connector';
GRANT SELECT ON call, agent_state TO connector;
ANALYZE;
