-- Cisco UCCE and Packaged CCE: the states of agents whose trace is on.
--
-- ACD: Cisco UCCE, Packaged CCE, ICM
-- Data: agent-status
-- Database: SQL Server (the database of the HDS, or of the AW-HDS-DDS)
-- Tables: Agent_State_Trace and Agent, as Cisco's "Database Schema Handbook" describes them.
-- Run: on PostgreSQL in made-up tables; never on SQL Server nor on a customer's rows.
-- Times: DateTime by the wall clock, TimeZone how many minutes it is west of UTC. DateTime may be a
--   smalldatetime, which knows whole minutes only: of several changes within one, the last counts.
-- States: the words below stand for AgentState 0 to 14; Not Ready carries its reason code, whose
--   text is in Reason_Code.
-- Left out: agents whose trace is not switched on: they have no rows, and no row says so. Log-outs
--   and not-ready spans are in Agent_Event_Detail too, which is not used here: whether its
--   DateTime is the beginning or the end is not confirmed.
-- An agent with several skill groups or media may have several rows of one change: the last counts.
-- The agent's identifier is SkillTargetID; take a.PeripheralNumber for the agent's log-in number.
-- Login: GRANT SELECT ON Agent_State_Trace and on Agent to a login of the HDS
-- Indexes: on the time (not confirmed)
--
--: status.shape = changes
--: status.log-off = Logged Off
--: sql.offset-column = TimeZone
SELECT s.SkillTargetID AS agentidentifier,
       s.DateTime AS starttime,
       s.TimeZone AS TimeZone,
       CASE s.AgentState
         WHEN 0 THEN 'Logged Off'
         WHEN 1 THEN 'Logged On'
         WHEN 2 THEN CASE WHEN s.ReasonCode > 0
                          THEN CONCAT('Not Ready ', s.ReasonCode) ELSE 'Not Ready' END
         WHEN 3 THEN 'Ready'
         WHEN 4 THEN 'Talking'
         WHEN 5 THEN 'Work Not Ready'
         WHEN 6 THEN 'Work Ready'
         WHEN 7 THEN 'Busy Other'
         WHEN 8 THEN 'Reserved'
         WHEN 9 THEN 'Call Initiated'
         WHEN 10 THEN 'Held'
         WHEN 11 THEN 'Retrieved'
         WHEN 12 THEN 'Transferred'
         WHEN 13 THEN 'Conferenced'
         ELSE 'Unknown'
       END AS activity
  FROM Agent_State_Trace s
  LEFT JOIN Agent a ON a.SkillTargetID = s.SkillTargetID
 WHERE s.DateTime >= :from AND s.DateTime < :to
 ORDER BY s.DateTime, s.RecoveryKey
