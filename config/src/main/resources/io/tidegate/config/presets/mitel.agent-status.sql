-- Mitel MiContact Center Business: the states of agents, from a view that you make.
--
-- ACD: Mitel MiContact Center Business
-- Data: agent-status
-- Database: SQL Server (database CCMData)
-- Tables: none is public: of agents Mitel's sample queries (mitel-networks/micc-api-samples) show
--   only sums of quarter hours (AgentEventStats, AgentPerformanceByPeriodStats), which are no
--   states. Have whoever knows your release make a view tidegate_agent_status with these columns:
--   agent_id (what stays when the agent is renamed), began_at (when the state began; an index must
--   serve it), ended_at (when it ended; NULL while it goes on), activity (a word for it).
-- Run: on PostgreSQL in a made-up table; never on SQL Server nor on a customer's rows.
-- Times: whatever the columns are; without a zone they are wall clock of time-zone.
-- Left out: log-offs are no states: leave them out of the view, or name them in status.log-off. If
--   the table below the view has changes without ends, leave ended_at out of it and of a copy of
--   this query, and set status.shape = changes: do not reckon ends in the view, since the next
--   change may not be among the rows asked for.
-- Login: GRANT SELECT ON tidegate_agent_status
-- Indexes: of the table below the view, on the time
--
SELECT v.agent_id AS agentidentifier,
       v.began_at AS starttime,
       v.ended_at AS endtime,
       v.activity AS activity
  FROM tidegate_agent_status v
 WHERE v.began_at >= :from AND v.began_at < :to
