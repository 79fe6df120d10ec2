-- Asterisk: the states of queue members, from the queue log in a table.
--
-- ACD: Asterisk (app_queue)
-- Data: agent-status
-- Database: PostgreSQL, MariaDB, MySQL
-- Tables: queue_log, as Asterisk's documentation ("Queue Logs") describes its events and
--   contrib/realtime and contrib/ast-db-manage its columns. FreePBX has it as queuelog in
--   asteriskcdrdb: write that.
-- Run: on PostgreSQL and on MariaDB in made-up rows with known answers, and against the times of
--   log-ins and pauses that Wazo's own tests expect; never on a customer's.
-- Times: as in asterisk.contacts: the wall clock of Asterisk's machine in CHAR(26) or a datetime.
-- States: Available, Pause with its reason, and gone. Calls are no states: who talks is Available.
--   Available begins with the first queue that an agent joins (ADDMEMBER), a log-in (AGENTLOGIN,
--   AGENTCALLBACKLOGIN) or the end of a pause; it ends with the last queue that the agent leaves.
--   A pause in one queue of several counts, until the next UNPAUSE in any. After a log-off neither
--   is a state: old XiVO writes the end of all pauses behind it.
-- Left out: members whom queues.conf names and who never log in: nothing is logged of them. If a
--   restart of Asterisk forgets members, their end is not logged either.
-- The agent's identifier is the member's name or interface, as the log has it.
-- Login: GRANT SELECT ON queue_log TO tidegate
-- Indexes: (time), (agent)
--
--: sql.bind = yyyy-MM-dd HH:mm:ss[.SSSSSS]
--: status.shape = changes
--: status.log-off = Logged off
SELECT s.agent AS agentidentifier,
       s.time  AS starttime,
       CASE
         WHEN s.event IN ('REMOVEMEMBER', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF') THEN 'Logged off'
         WHEN s.event IN ('PAUSE', 'PAUSEALL') AND COALESCE(s.data1, '') <> ''
           THEN CONCAT('Pause ', s.data1)
         WHEN s.event IN ('PAUSE', 'PAUSEALL') OR s.data1 = 'PAUSED' THEN 'Pause'
         ELSE 'Available'
       END AS activity
  FROM queue_log s
 WHERE s.event IN ('ADDMEMBER', 'REMOVEMEMBER', 'AGENTLOGIN', 'AGENTLOGOFF',
                   'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF',
                   'PAUSE', 'PAUSEALL', 'UNPAUSE', 'UNPAUSEALL')
   AND s.agent <> 'NONE'
   AND s.time >= :from AND s.time < :to
   -- Joining or leaving a queue says nothing of who is a member of another.
   AND NOT (s.event IN ('ADDMEMBER', 'REMOVEMEMBER')
            AND EXISTS (SELECT 1
                          FROM queue_log o
                         WHERE o.agent = s.agent AND o.queuename <> s.queuename
                           AND o.event = 'ADDMEMBER'
                           -- Of several that are joined at one time, each is the first.
                           AND (o.time < s.time OR o.time = s.time AND s.event = 'REMOVEMEMBER')
                           AND NOT EXISTS (SELECT 1
                                             FROM queue_log l
                                            WHERE l.agent = o.agent
                                              AND l.queuename = o.queuename
                                              AND l.event = 'REMOVEMEMBER'
                                              AND l.time >= o.time AND l.time <= s.time)))
   AND NOT (s.event IN ('PAUSE', 'PAUSEALL', 'UNPAUSE', 'UNPAUSEALL')
            AND EXISTS (SELECT 1
                          FROM queue_log g
                         WHERE g.agent = s.agent
                           AND g.event IN ('AGENTLOGOFF', 'AGENTCALLBACKLOGOFF')
                           AND g.time <= s.time
                           AND NOT EXISTS (SELECT 1
                                             FROM queue_log i
                                            WHERE i.agent = g.agent
                                              AND i.event IN ('ADDMEMBER', 'AGENTLOGIN',
                                                              'AGENTCALLBACKLOGIN')
                                              AND i.time >= g.time AND i.time <= s.time)))
