-- Avaya CMS: intervals of splits and skills.
--
-- ACD: Avaya CMS
-- Data: intervals
-- Database: Informix (database cms, over ODBC's or JDBC's own driver)
-- Tables: root.hsplit, as Avaya's "Call Management System Database Items and Calculations" names
--   its items.
-- Run: on PostgreSQL in a made-up table; never on Informix nor on a customer's rows.
-- Times: row_date and starttime (930 is half past nine) by the clock of the switch, without a zone.
--   Where that clock is set back, CMS writes two rows of one time: the first and the second pass.
--   starttime_utc, which only newer releases have, is not used.
-- Interval: yours is the column intrvl. Here it is 30; if yours is 15, set interval-length = 15m,
--   else every second row is a reject.
-- Offered: callsoffered: answered, abandoned, and what the queue lost otherwise.
-- Answered: acdcalls.
-- Handling time: acdtime + holdtime + acwtime. Not confirmed for switches older than Communication
--   Manager: there acdtime may hold the holding already.
-- Left out: VDNs (hvdn), agents (hagent), calls past the splits. A call that is queued to several
--   skills is offered in each (not confirmed for every vector).
-- The queue is known by ACD and number. For its name replace the queuename (not confirmed) by
--   (SELECT y.item_name FROM root.synonyms y WHERE y.acd_no = h.acd AND y.item_type = 'split'
--   AND y.value = h.split)
-- Login: GRANT SELECT ON root.hsplit, to a user that CMS lets in over ODBC
-- Indexes: hsplit has its own on row_date (not confirmed)
--
--: interval-length = 30m
--: map.timestamp = row_date + starttime
--: sql.time-of-day = hhmm
--: sql.bind = date
SELECT h.acd || '-' || h.split AS queueidentifier,
       h.acd || '-' || h.split AS queuename,
       h.row_date,
       h.starttime,
       h.callsoffered AS offered,
       h.acdcalls     AS answered,
       h.abncalls     AS abandoned,
       h.acdtime + h.holdtime + h.acwtime AS handlingtime,
       h.acdtime      AS talktime,
       h.holdtime     AS holdtime,
       h.acwtime      AS wraptime,
       h.anstime      AS waittime
  FROM root.hsplit h
 WHERE h.row_date >= :from AND h.row_date < :to
