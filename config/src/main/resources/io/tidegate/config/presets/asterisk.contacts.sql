-- Asterisk: one contact per entry into a queue, from app_queue's log in a table (queue_log).
--
-- Tables: as the documentation of Asterisk describes queue_log and its events.
-- time is CHAR(26) by the clock of the machine that Asterisk runs on.
--
--: sql.bind = yyyy-MM-dd HH:mm:ss[.SSSSSS]
SELECT e.callid    AS contactidentifier,
       e.queuename AS queueidentifier,
       e.queuename AS queuename,
       e.time      AS timestamp,
       CASE WHEN EXISTS (SELECT 1
                           FROM queue_log c
                          WHERE c.callid = e.callid AND c.queuename = e.queuename
                            AND c.event = 'CONNECT') THEN 1 ELSE 0 END AS answered
  FROM queue_log e
 WHERE e.event = 'ENTERQUEUE'
   AND e.time >= :from AND e.time < :to
