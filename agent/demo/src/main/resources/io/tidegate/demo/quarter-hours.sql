SELECT queue_id AS queueidentifier, max(queue_name) AS queuename,
    date_bin('15 minutes', started, timestamptz '2000-01-01 00:00Z') AS timestamp,
    count(*) AS offered, sum(answered) AS answered, count(*) - sum(answered) AS abandoned,
    coalesce(sum(talk_s + hold_s + wrap_s), 0) AS handlingtime, sum(wait_s) AS waittime
FROM call
WHERE started >= :from AND started < :to
GROUP BY queue_id, 3
