-- Cisco UCCE and Packaged CCE: intervals of call types.
--
-- ACD: Cisco UCCE, Packaged CCE, ICM
-- Data: intervals
-- Database: SQL Server (the database of the HDS, or of the AW-HDS-DDS)
-- Tables: Call_Type_Interval and Call_Type, as Cisco's "Database Schema Handbook" describes them.
-- Run: on PostgreSQL in made-up tables; never on SQL Server nor on a customer's rows.
-- Times: DateTime is the beginning of the interval by the wall clock, TimeZone how many minutes it
--   is west of UTC: both passes of the hour that comes twice are told apart. time-zone must be that
--   of the central controller, or rows are rejects.
-- Interval: the system keeps 30 minutes, or 15 if so configured: then set interval-length = 15m,
--   else every second row is a reject.
-- Offered: CallsOffered. It need not be answered + abandoned: calls change their call type.
-- Answered: CallsHandled, since HandleTime is theirs. Both count when the call ends, not when it is
--   answered; CallsAnswered counts at the answer, and an average made with it does not fit.
-- Handling time: HandleTime: talk, hold and wrap-up of the calls handled.
-- Left out: skill groups and precision queues, whose sums are not those of call types; outbound.
-- Rows may come late from the router to the HDS: look-back finds them. Cisco's advice to extract by
--   DBDateTime is for those who read each row once only.
-- Login: GRANT SELECT ON Call_Type_Interval and on Call_Type to a login of the HDS
-- Indexes: the primary key begins with the time (not confirmed for every release)
--
--: interval-length = 30m
--: sql.offset-column = TimeZone
SELECT i.CallTypeID AS queueidentifier,
       COALESCE(t.EnterpriseName, CONCAT('Call type ', i.CallTypeID)) AS queuename,
       i.DateTime AS timestamp,
       i.TimeZone AS TimeZone,
       i.CallsOffered AS offered,
       i.CallsHandled AS answered,
       i.TotalCallsAband AS abandoned,
       i.HandleTime AS handlingtime
  FROM Call_Type_Interval i
  LEFT JOIN Call_Type t ON t.CallTypeID = i.CallTypeID
 WHERE i.DateTime >= :from AND i.DateTime < :to
