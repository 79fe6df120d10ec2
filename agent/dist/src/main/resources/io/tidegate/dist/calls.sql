-- Some calls of the last 40 days, to be read as contacts and as intervals.
CREATE TABLE calls AS
SELECT n AS id, 'Q' || n % 50 AS queue_id, 'Queue ' || n % 50 AS queue_name, 'calls'::text AS channel,
    now() - n * interval '20 seconds' AS started, (n % 10 > 0)::int AS answered, CASE WHEN n % 10 > 0 THEN n % 400 END AS seconds
FROM generate_series(1, 170000) n;
CREATE INDEX ON calls (started);
