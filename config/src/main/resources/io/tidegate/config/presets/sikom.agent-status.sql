-- Sikom: the states of agents, from a view that you make.
--
-- ACD: Sikom
-- Data: agent-status
-- Database: SQL Server, PostgreSQL, MariaDB
-- Tables: none is public. Have a view tidegate_agent_status made with these columns: user_name (the
--   agent), began_at (when the state began; an index must serve it), ended_at (when it ended; NULL
--   while it goes on), activity (a word for it).
-- Run: on PostgreSQL in a made-up table; never on a customer's rows.
-- Times: whatever the columns are; without a zone they are wall clock of time-zone.
-- Left out: log-offs are no states: leave them out of the view.
-- Login: GRANT SELECT ON tidegate_agent_status
-- Indexes: of the table below the view, on the time
--
SELECT v.user_name AS agentidentifier,
       v.began_at  AS starttime,
       v.ended_at  AS endtime,
       v.activity  AS activity
  FROM tidegate_agent_status v
 WHERE v.began_at >= :from AND v.began_at < :to
