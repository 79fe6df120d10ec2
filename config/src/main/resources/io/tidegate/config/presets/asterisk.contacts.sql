-- Asterisk: one contact per entry into a queue, from the queue log in a table.
--
-- ACD: Asterisk (app_queue)
-- Data: contacts
-- Database: PostgreSQL, MariaDB, MySQL
-- Tables: queue_log, as Asterisk's documentation ("Queue Logs") describes its events and its
--   contrib/realtime and contrib/ast-db-manage its columns. It is there only if extconfig.conf
--   sends queue_log to a database. FreePBX has it as queuelog in asteriskcdrdb: write that.
-- Run: on PostgreSQL and on MariaDB in made-up rows with known answers, and against the numbers of
--   other authors: the statistics that Wazo's own tests expect of 143 events, and two public dumps
--   of real queue logs (46 calls), counted anew by their events. Never on a customer's.
-- Times: a text (CHAR(26)) or a datetime is by the clock of the machine that Asterisk runs on,
--   without a zone: set time-zone to that machine's. In the hour that comes twice nothing tells
--   the passes apart; a call that lasts into it is still known by its callid, unless it enters its
--   queue again. A TIMESTAMP (MariaDB) or timestamptz (PostgreSQL) is safe. In a column of whole
--   seconds two entries of one call into a queue within a second are one. For Wazo take preset
--   wazo.
-- Offered: each ENTERQUEUE. A call that enters a queue again is offered again, and so is one that
--   is transferred into another queue. Still waiting: offered, not answered yet.
-- Answered: a CONNECT after this entry and before the next one of the same call and queue, or,
--   where that is missing, the end of a talk.
-- Handling time: talk time as COMPLETEAGENT, COMPLETECALLER or a transfer says it. Holding is in
--   it, wrap-up is not: app_queue does not log how long it lasted. Empty while the call goes on.
-- Waiting time: as CONNECT, ABANDON, EXITEMPTY, EXITWITHTIMEOUT or EXITWITHKEY says it.
-- Left out: calls that never got in (JOINEMPTY, FULL), internal and outbound calls. Those that left
--   (ABANDON, EXITEMPTY, EXITWITHTIMEOUT, EXITWITHKEY) are offered and not answered. A call of
--   which only the end is in the log is left out: where old rows are removed it would count twice.
--   The table cdr is not read: there a caller who gives up in the queue may be ANSWERED, by the
--   queue itself.
--   An attended transfer of kind LINK keeps the rest of the line ("talk time|position") in data5.
-- With aggregate, a call that goes on is counted once it has ended.
-- If your table has one column data ("10|35|1") instead of data1 to data5, this does not fit.
-- Several Asterisks may share the table only if each has a systemname, else callids meet.
-- Login: GRANT SELECT ON queue_log TO tidegate
-- Indexes: (time), (callid)
--
--: sql.bind = yyyy-MM-dd HH:mm:ss[.SSSSSS]
SELECT v.callid    AS contactidentifier,
       v.queuename AS queueidentifier,
       v.queuename AS queuename,
       v.time      AS timestamp,
       (SELECT COUNT(DISTINCT c.callid)
          FROM queue_log c
         WHERE c.callid = v.callid AND c.queuename = v.queuename
           AND c.event IN ('CONNECT', 'COMPLETEAGENT', 'COMPLETECALLER',
                           'TRANSFER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER')
           -- In whole seconds an end at the time of an entry is that of the stay before it.
           AND (v.earlier IS NULL OR c.time > v.time
                OR c.event = 'CONNECT' AND c.time = v.time)
           AND (v.again IS NULL OR c.time < v.again
                OR c.event <> 'CONNECT' AND c.time = v.again)) AS answered,
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
           AND (v.earlier IS NULL OR t.time > v.time)
           AND (v.again IS NULL OR t.time <= v.again)) AS duration,
       (SELECT MAX(CASE w.event
                     WHEN 'CONNECT' THEN w.data1
                     WHEN 'EXITWITHKEY' THEN w.data4
                     ELSE w.data3
                   END)
          FROM queue_log w
         WHERE w.callid = v.callid AND w.queuename = v.queuename
           AND w.event IN ('CONNECT', 'ABANDON', 'EXITEMPTY', 'EXITWITHTIMEOUT', 'EXITWITHKEY')
           AND (v.earlier IS NULL OR w.time > v.time
                OR w.event = 'CONNECT' AND w.time = v.time)
           AND (v.again IS NULL OR w.time < v.again
                OR w.event <> 'CONNECT' AND w.time = v.again)) AS waittime
  FROM (SELECT DISTINCT e.callid, e.queuename, e.time,
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
