-- Wazo and XiVO: one contact per entry into a queue, from the queue log.
--
-- ACD: Wazo, XiVO
-- Data: contacts
-- Database: PostgreSQL
-- Tables: queue_log of the database asterisk, as wazo-platform/xivo-dao defines it and Wazo's
--   documentation ("Queue logs") describes its events.
-- Run: on PostgreSQL in made-up rows with known answers, and against the statistics that Wazo's own
--   tests expect of 143 events; never on a customer's.
-- Times: time is a timestamp with time zone, so clock changes are safe. time-zone only says where
--   days begin. An old XiVO keeps a varchar(26): take preset asterisk there.
-- Offered: each ENTERQUEUE. A call that enters a queue again is offered again, and so is one that
--   is transferred into another queue. Still waiting: offered, not answered yet.
-- Answered: a CONNECT after this entry and before the next one of the same call and queue, or,
--   where that is missing, the end of a talk.
-- Handling time: talk time as COMPLETEAGENT, COMPLETECALLER or a transfer says it. Holding is in
--   it, wrap-up is not. Empty while the call goes on.
-- Waiting time: as CONNECT, ABANDON, EXITEMPTY, EXITWITHTIMEOUT or EXITWITHKEY says it.
-- Left out: calls that never got in (FULL, CLOSED, JOINEMPTY, DIVERT_CA_RATIO, DIVERT_HOLDTIME),
--   internal and outbound calls. Those that left (ABANDON, EXITEMPTY, EXITWITHTIMEOUT, EXITWITHKEY)
--   are offered and not answered. Wazo's statistics count those that never got in as received, and
--   a call of which only the end is in the log: where old rows are removed that would count twice.
-- Wazo removes old rows of queue_log itself: say in keeps how long yours stay.
-- Login: GRANT SELECT ON queue_log TO tidegate
-- Indexes: (time), (callid); Wazo has them (not confirmed for every version)
--
SELECT v.callid    AS contactidentifier,
       v.queuename AS queueidentifier,
       v.queuename AS queuename,
       v.time      AS timestamp,
       (SELECT COUNT(DISTINCT c.callid)
          FROM queue_log c
         WHERE c.callid = v.callid AND c.queuename = v.queuename
           AND c.event IN ('CONNECT', 'COMPLETEAGENT', 'COMPLETECALLER',
                           'TRANSFER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER')
           AND (v.earlier IS NULL OR c.time >= v.time)
           AND (v.again IS NULL OR c.time < v.again)) AS answered,
       (SELECT MAX(CASE
                     WHEN t.event IN ('COMPLETEAGENT', 'COMPLETECALLER') THEN t.data2
                     WHEN t.event IN ('TRANSFER', 'BLINDTRANSFER') THEN t.data4
                     WHEN t.data1 = 'LINK'
                       THEN SUBSTRING(t.data5, 1, POSITION('|' IN CONCAT(t.data5, '|')) - 1)
                     ELSE t.data4
                   END)
          FROM queue_log t
         WHERE t.callid = v.callid AND t.queuename = v.queuename
           AND t.event IN ('COMPLETEAGENT', 'COMPLETECALLER',
                           'TRANSFER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER')
           AND (v.earlier IS NULL OR t.time >= v.time)
           AND (v.again IS NULL OR t.time < v.again)) AS duration,
       (SELECT MAX(CASE w.event
                     WHEN 'CONNECT' THEN w.data1
                     WHEN 'EXITWITHKEY' THEN w.data4
                     ELSE w.data3
                   END)
          FROM queue_log w
         WHERE w.callid = v.callid AND w.queuename = v.queuename
           AND w.event IN ('CONNECT', 'ABANDON', 'EXITEMPTY', 'EXITWITHTIMEOUT', 'EXITWITHKEY')
           AND (v.earlier IS NULL OR w.time >= v.time)
           AND (v.again IS NULL OR w.time < v.again)) AS waittime
  FROM (SELECT e.callid, e.queuename, e.time,
               (SELECT MIN(n.time)
                  FROM queue_log n
                 WHERE n.callid = e.callid AND n.queuename = e.queuename
                   AND n.event = 'ENTERQUEUE' AND n.time > e.time) AS again,
               (SELECT MAX(n.time)
                  FROM queue_log n
                 WHERE n.callid = e.callid AND n.queuename = e.queuename
                   AND n.event = 'ENTERQUEUE' AND n.time < e.time) AS earlier
          FROM queue_log e
         WHERE e.event = 'ENTERQUEUE'
           AND e.time >= :from AND e.time < :to) v
