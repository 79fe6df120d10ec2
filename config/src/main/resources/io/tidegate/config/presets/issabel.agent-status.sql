-- Issabel: the states of agents, from the call center module.
--
-- ACD: Issabel, Elastix (call center module)
-- Data: agent-status
-- Database: MariaDB, MySQL
-- Tables: audit, agent and break of the database call_center, as the module's own call_center.sql
--   defines them (IssabelFoundation/callcenter).
-- Run: on MariaDB in made-up rows with known answers; never on a customer's.
-- Times: datetimes by the clock of the machine that the dialer runs on, without a zone.
-- States: a row of audit without a break is a session, one with a break lies within a session:
--   Available begins with a session and after each break, a break carries its name (Hold is one of
--   them), and the end of a session is the end of all. Calls are no states.
-- Left out: what lasted no time. A session that the dialer never closed goes on until the agent's
--   next, at most status.max-open.
-- The agent's identifier is the agent's number.
-- Login: GRANT SELECT ON call_center.audit TO 'tidegate'@'...', and on break, and SELECT (id,
--   number) on agent: that table holds passwords
-- Indexes: audit (datetime_init), audit (datetime_end), which the module does not have
--
--: sql.bind = local
--: status.shape = changes
--: status.log-off = Logged off
SELECT g.number AS agentidentifier, s.starttime, s.activity
  FROM (SELECT a.id_agent, a.datetime_init AS starttime, a.id AS row_id,
               CASE WHEN a.id_break IS NULL THEN 2 ELSE 3 END AS step,
               CASE WHEN a.id_break IS NULL THEN 'Available' ELSE b.name END AS activity
          FROM audit a
          LEFT JOIN `break` b ON b.id = a.id_break
         WHERE a.datetime_init >= :from AND a.datetime_init < :to
           AND (a.id_break IS NULL OR a.datetime_end IS NULL OR a.datetime_end > a.datetime_init)
        UNION ALL
        SELECT a.id_agent, a.datetime_end, a.id,
               CASE WHEN a.id_break IS NULL THEN 4 ELSE 1 END,
               CASE WHEN a.id_break IS NULL THEN 'Logged off' ELSE 'Available' END
          FROM audit a
         WHERE a.datetime_end >= :from AND a.datetime_end < :to
           AND (a.id_break IS NULL
                OR a.datetime_end > a.datetime_init
                   -- A break that ends with or after its session leads nowhere.
                   AND EXISTS (SELECT 1
                                 FROM audit w
                                WHERE w.id_agent = a.id_agent AND w.id_break IS NULL
                                  AND w.datetime_init <= a.datetime_end
                                  AND (w.datetime_end IS NULL
                                       OR w.datetime_end > a.datetime_end)))) s
  JOIN agent g ON g.id = s.id_agent
 ORDER BY s.starttime, s.step, s.row_id
