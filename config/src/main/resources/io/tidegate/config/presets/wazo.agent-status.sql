-- Wazo and XiVO: the states of agents, from the queue log.
--
-- ACD: Wazo, XiVO
-- Data: agent-status
-- Database: PostgreSQL
-- Tables: queue_log of the database asterisk, as wazo-platform/xivo-dao defines it and Wazo's
--   documentation ("Queue logs") describes its events.
-- Run: on PostgreSQL in made-up rows with known answers, and against the times of log-ins and pauses
--   that Wazo's own tests expect; never on a customer's.
-- Times: timestamps with time zone.
-- States: Available, Pause with its reason, and gone, as AGENTCALLBACKLOGIN, AGENTCALLBACKLOGOFF,
--   PAUSEALL and UNPAUSEALL say. Calls and wrap-up are no states: who talks is Available.
-- Left out: PAUSE and UNPAUSE of a single queue, which Wazo writes beside those of all; members of
--   a queue who are no agents and never log in.
-- Not confirmed: that a pause's reason is in data1.
-- The agent's identifier is Agent/ and the number.
-- Login: GRANT SELECT ON queue_log TO tidegate
-- Indexes: (time)
--
--: status.shape = changes
--: status.log-off = Logged off
SELECT s.agent AS agentidentifier,
       s.time  AS starttime,
       CASE
         WHEN s.event IN ('AGENTLOGOFF', 'AGENTCALLBACKLOGOFF') THEN 'Logged off'
         WHEN s.event = 'PAUSEALL' AND COALESCE(s.data1, '') <> '' THEN CONCAT('Pause ', s.data1)
         WHEN s.event = 'PAUSEALL' THEN 'Pause'
         ELSE 'Available'
       END AS activity
  FROM queue_log s
 WHERE s.event IN ('AGENTLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF',
                   'PAUSEALL', 'UNPAUSEALL')
   AND s.agent <> 'NONE'
   AND s.time >= :from AND s.time < :to
   -- Wazo writes the end of all pauses a moment before the log-off, or after it: that is no state.
   AND NOT (s.event = 'UNPAUSEALL'
            AND EXISTS (SELECT 1
                          FROM queue_log l
                         WHERE l.agent = s.agent
                           AND l.event = 'AGENTCALLBACKLOGOFF'
                           AND l.time >= s.time - INTERVAL '2 seconds'
                           AND l.time <= s.time + INTERVAL '2 seconds'))
