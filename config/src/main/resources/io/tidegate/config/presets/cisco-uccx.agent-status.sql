-- Cisco UCCX: the states of agents.
--
-- ACD: Cisco UCCX
-- Data: agent-status
-- Database: Informix (database db_cra)
-- Tables: AgentStateDetail and Resource, as Cisco's "Unified CCX Database Schema Guide" describes
--   them.
-- Run: on PostgreSQL in made-up tables; never on Informix nor on a customer's rows.
-- Times: UTC in a column without a zone, to the millisecond; a row per change, without an end.
-- States: the words below stand for eventType 1 to 7; Not Ready carries its reason code. What a
--   code means is not in the database.
-- Left out: chat agents (TextAgentStateDetails).
-- The agent's identifier is resourceLoginID.
-- Login: the user uccxhruser, or one who may read these tables; the wallboard's user may not
-- Indexes: AgentStateDetail (eventDateTime) (not confirmed)
--
--: sql.bind = utc
--: status.shape = changes
--: status.log-off = Logged Out
SELECT r.resourceLoginID AS agentidentifier,
       s.eventDateTime AS starttime,
       CASE s.eventType
         WHEN 1 THEN 'Logged In'
         WHEN 2 THEN CASE WHEN s.reasonCode > 0
                          THEN 'Not Ready ' || s.reasonCode ELSE 'Not Ready' END
         WHEN 3 THEN 'Ready'
         WHEN 4 THEN 'Reserved'
         WHEN 5 THEN 'Talking'
         WHEN 6 THEN 'Work'
         WHEN 7 THEN 'Logged Out'
         ELSE 'Unknown'
       END AS activity
  FROM AgentStateDetail s
  JOIN Resource r ON r.resourceID = s.agentID AND r.profileID = s.profileID
 WHERE s.eventDateTime >= :from AND s.eventDateTime < :to
