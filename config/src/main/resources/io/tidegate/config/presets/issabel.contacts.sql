-- Issabel: one contact per call into a queue, from the call center module.
--
-- ACD: Issabel, Elastix (call center module)
-- Data: contacts
-- Database: MariaDB, MySQL
-- Tables: call_entry and queue_call_entry of the database call_center, as the module's own
--   call_center.sql defines them (IssabelFoundation/callcenter).
-- Run: on MariaDB in made-up rows with known answers; never on a customer's.
-- Times: datetimes by the clock of the machine that the dialer runs on, without a zone. In the hour
--   that comes twice nothing tells the passes apart.
-- Offered: each row, placed by when it came into the queue. Still waiting (status en-cola):
--   offered, not answered yet. The module follows only queues that are entered in it.
-- Answered: datetime_init, when an agent took the call, is set, and status is not abandonada.
-- Handling time: duration, from taking the call to its end: talking and holding, no wrap-up. Empty
--   while the call goes on, and of calls that a restart of the dialer lost (fin-monitoreo).
-- Waiting time: duration_wait.
-- Left out: campaigns that dial (table calls), internal calls, queues unknown to the module. A call
--   that is transferred into another queue is a row there; one that an agent passes on by hand
--   (column transfer) counts once.
-- The queue is known by its number; names are in another database.
-- Login: GRANT SELECT (uniqueid, id_queue_call_entry, datetime_entry_queue, datetime_init,
--   status, duration, duration_wait) ON call_center.call_entry TO 'tidegate'@'...'; GRANT SELECT ON
--   call_center.queue_call_entry TO the same: callerid, the caller's number, stays unreadable.
-- Indexes: call_entry (datetime_entry_queue), which the module does not have
--
SELECT c.uniqueid AS contactidentifier,
       q.queue    AS queueidentifier,
       q.queue    AS queuename,
       c.datetime_entry_queue AS timestamp,
       CASE WHEN c.datetime_init IS NULL OR c.status = 'abandonada' THEN 0 ELSE 1 END AS answered,
       CASE WHEN c.datetime_init IS NULL OR c.status = 'abandonada' THEN NULL
            ELSE c.duration END AS duration,
       c.duration_wait AS waittime
  FROM call_entry c
  JOIN queue_call_entry q ON q.id = c.id_queue_call_entry
 WHERE c.datetime_entry_queue >= :from AND c.datetime_entry_queue < :to
