-- Mitel MiContact Center Business: quarter hours of queues.
--
-- ACD: Mitel MiContact Center Business
-- Data: intervals
-- Database: SQL Server (database CCMData)
-- Tables: the view QueuePerformanceByPeriodStats, as Mitel's public sample queries use it
--   (mitel-networks/micc-api-samples).
-- Run: on PostgreSQL in a made-up table; never on SQL Server nor on a customer's rows.
-- Times: MidnightStartDate is the day, TimeIntervalID counts its quarter hours from 0 to 95, by the
--   wall clock, without a zone. Whether the hour that comes twice is one row or two is not
--   documented.
-- Offered: QueueOffered. Mitel's reports count short abandons apart from it.
-- Answered: QueueAnswered.
-- Handling time: QueueTotalTalkTime, which version 7 and 8 call QueueTalkTimeTotal. Not confirmed:
--   whether holding is in it. Wrap-up is not.
-- Left out: what other queues took over (QueueInterflowed) and what was queued anew (QueueRequeued)
--   is offered here and not answered. Chat, e-mail and social media, which are in
--   tblData_MCC_QueuePerformanceByPeriod.
-- Several rows of one queue and quarter hour, if there are, are added up (same-key).
-- Login: GRANT SELECT ON QueuePerformanceByPeriodStats
-- Indexes: on the day (not confirmed)
--
--: map.timestamp = day + minutes
--: sql.time-of-day = minutes
--: sql.bind = date
SELECT p.QueueID   AS queueidentifier,
       p.QueueName AS queuename,
       p.MidnightStartDate AS day,
       p.TimeIntervalID * 15 AS minutes,
       p.QueueOffered   AS offered,
       p.QueueAnswered  AS answered,
       p.QueueAbandoned AS abandoned,
       p.QueueShortAbandoned AS shortabandoned,
       p.QueueTotalTalkTime  AS handlingtime
  FROM QueuePerformanceByPeriodStats p
 WHERE p.MidnightStartDate >= :from AND p.MidnightStartDate < :to
