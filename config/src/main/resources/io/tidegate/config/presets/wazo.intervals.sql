-- Wazo and XiVO: hours of a queue, from the statistics that wazo-stat makes of the queue log.
--
-- ACD: Wazo, XiVO
-- Data: intervals
-- Database: PostgreSQL
-- Tables: stat_queue_periodic, stat_call_on_queue and stat_queue of the database asterisk, as
--   wazo-platform/xivo-dao defines them.
-- Run: on PostgreSQL in made-up rows with known answers; never on a customer's.
-- Times: timestamps with time zone, one row per queue and hour. An hour of UTC is none of a zone
--   that is half an hour off: take the contacts there.
-- Offered: answered + abandoned + timeout + leaveempty: what was in the queue. This is less than
--   the column total, which also counts calls that never got in.
-- Answered: as the statistics have it, in the hour in which the call entered the queue.
-- Handling time: the talk times of the hour's answered calls. Holding is in it, wrap-up is not.
-- Left out: full, closed, joinempty, divert_ca_ratio, divert_waittime; internal and outbound calls.
-- wazo-stat makes its rows every few hours: they come late and are found within look-back. Of a
--   call that enters a queue twice it holds every entry against every end, so it may count more
--   answers and more talk than there were, and it knows one entry that found the queue empty where
--   there were two; the contacts count each stay once.
-- Login: GRANT SELECT ON stat_queue_periodic, stat_call_on_queue, stat_queue TO tidegate
-- Indexes: stat_queue_periodic (time), stat_call_on_queue (time)
--
--: interval-length = 60m
SELECT q.name AS queueidentifier,
       q.name AS queuename,
       p.time AS timestamp,
       COALESCE(p.answered, 0) + COALESCE(p.abandoned, 0)
         + COALESCE(p.timeout, 0) + COALESCE(p.leaveempty, 0) AS offered,
       COALESCE(p.answered, 0)  AS answered,
       COALESCE(p.abandoned, 0) AS abandoned,
       (SELECT COALESCE(SUM(c.talktime), 0)
          FROM stat_call_on_queue c
         WHERE c.stat_queue_id = p.stat_queue_id
           AND c.status = 'answered'
           AND c.time >= p.time AND c.time < p.time + INTERVAL '1 hour') AS handlingtime
  FROM stat_queue_periodic p
  JOIN stat_queue q ON q.id = p.stat_queue_id
 WHERE p.time >= :from AND p.time < :to
