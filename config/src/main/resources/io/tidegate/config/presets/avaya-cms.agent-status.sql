-- Avaya CMS: when agents are logged in.
--
-- ACD: Avaya CMS
-- Data: agent-status
-- Database: Informix (database cms, over ODBC's or JDBC's own driver)
-- Tables: root.haglog, as the vendor's "CMS Open Database Connectivity" describes its items
--   ("Agent Login/Logout Database Items").
-- Run: on PostgreSQL in a made-up table; never on Informix nor on a customer's rows.
-- Times: login and logout are seconds since 1970, so clock changes are safe. Not confirmed: that a
--   row is there before the agent logs out. If it comes only then, a session is seen when it has
--   ended, and found by look-back: keep look-back longer than a shift.
-- States: one, Logged in, from log-in to log-out. A session without a log-out goes on. Of an agent
--   who logs into several splits at once the rows are one session, to the last log-out.
-- Left out: what agents do while they are logged in (AUX, ACD, ACW, available). CMS keeps that in
--   the agent trace only, of agents whose trace is switched on, and overwrites the oldest; hagent
--   has sums of intervals, which are no states. If your releases' trace is to be used, have a view
--   made and read it with a query of your own.
-- The agent's identifier is the ACD's number and the log-in ID.
-- Login: GRANT SELECT ON root.haglog, to a user that CMS lets in over ODBC
-- Indexes: haglog has its own on acd, split and row_date, none on login: ask for one, or keep
--   backfill short
--
--: sql.bind = epoch
SELECT h.acd || '-' || TRIM(h.logid) AS agentidentifier,
       h.login AS starttime,
       MAX(CASE WHEN h.logout >= h.login THEN h.logout END) AS endtime,
       'Logged in' AS activity
  FROM root.haglog h
 WHERE h.login >= :from AND h.login < :to
 GROUP BY h.acd, h.logid, h.login
