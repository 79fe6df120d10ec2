-- Sikom: one contact per call and queue, from a view that you make.
--
-- ACD: Sikom
-- Data: contacts
-- Database: SQL Server, PostgreSQL, MariaDB
-- Tables: none is public. Have a view tidegate_contacts made with these columns: call_id (the
--   call's identifier, no number of a caller), queue_id (what stays when the queue is renamed),
--   queue_name, entered_at (when the call entered the queue; an index must serve it), answered
--   (1 if an agent of this queue took it, else 0), handled_s (seconds of talking, holding and
--   wrap-up; NULL until known), waited_s (seconds until it was answered or left).
-- Run: on PostgreSQL in a made-up table; never on a customer's rows.
-- Times: whatever entered_at is; without a zone it is wall clock of time-zone.
-- Offered: each row: one per entry into a queue, waiting calls included, again if it comes back.
-- Answered: as you fill it.
-- Handling time: as you fill it.
-- Left out: what your view leaves out. Internal and outbound calls should be.
-- Login: GRANT SELECT ON tidegate_contacts
-- Indexes: of the table below the view, on the time
--
SELECT v.call_id    AS contactidentifier,
       v.queue_id   AS queueidentifier,
       v.queue_name AS queuename,
       v.entered_at AS timestamp,
       v.answered   AS answered,
       v.handled_s  AS duration,
       v.waited_s   AS waittime
  FROM tidegate_contacts v
 WHERE v.entered_at >= :from AND v.entered_at < :to
