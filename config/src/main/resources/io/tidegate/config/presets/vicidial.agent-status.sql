-- VICIdial: the states of agents.
--
-- ACD: VICIdial
-- Data: agent-status
-- Database: MariaDB, MySQL
-- Tables: vicidial_agent_log and vicidial_user_log of the database asterisk, as VICIdial's own
--   schema (MySQL_AST_CREATE_tables.sql) defines them.
-- Run: on MariaDB in made-up rows with known answers; never on a customer's.
-- Times: seconds since 1970, so clock changes are safe; 0 or nothing means never.
-- States: a row of vicidial_agent_log is one round: pause, waiting, talking, choosing a status.
--   Each begins where its epoch says and ends where the next begins. Pause carries its code
--   (sub_status), such as Pause LUNCH. Dead time after the caller hung up is Talking.
-- Gone: LOGOUT or TIMEOUTLOGOUT in vicidial_user_log. Not confirmed: other words for it.
-- Left out: what lasted no time at all, such as a pause that is skipped.
-- event_time only finds the rows by its index: a round of more than two days is missed.
-- Login: GRANT SELECT ON asterisk.vicidial_agent_log TO 'tidegate'@'...', and the same on
--   asterisk.vicidial_user_log
-- Indexes: event_time, event_date (VICIdial has them)
--
--: sql.bind = epoch
--: status.shape = changes
--: status.log-off = Logged off
SELECT s.agentidentifier, s.starttime, s.activity
  FROM (SELECT a.user AS agentidentifier, a.pause_epoch AS starttime,
               a.agent_log_id AS log_id, 1 AS step,
               CASE WHEN COALESCE(a.sub_status, '') = '' THEN 'Pause'
                    ELSE CONCAT('Pause ', a.sub_status) END AS activity
          FROM vicidial_agent_log a
         WHERE a.event_time >= FROM_UNIXTIME(:from - 172800)
           AND a.event_time < FROM_UNIXTIME(:to + 86400)
           AND a.pause_epoch >= :from AND a.pause_epoch < :to
        UNION ALL
        SELECT a.user, a.wait_epoch, a.agent_log_id, 2, 'Waiting'
          FROM vicidial_agent_log a
         WHERE a.event_time >= FROM_UNIXTIME(:from - 172800)
           AND a.event_time < FROM_UNIXTIME(:to + 86400)
           AND a.wait_epoch >= :from AND a.wait_epoch < :to
        UNION ALL
        SELECT a.user, a.talk_epoch, a.agent_log_id, 3, 'Talking'
          FROM vicidial_agent_log a
         WHERE a.event_time >= FROM_UNIXTIME(:from - 172800)
           AND a.event_time < FROM_UNIXTIME(:to + 86400)
           AND a.talk_epoch >= :from AND a.talk_epoch < :to
        UNION ALL
        SELECT a.user, a.dispo_epoch, a.agent_log_id, 4, 'Wrap-up'
          FROM vicidial_agent_log a
         WHERE a.event_time >= FROM_UNIXTIME(:from - 172800)
           AND a.event_time < FROM_UNIXTIME(:to + 86400)
           AND a.dispo_epoch >= :from AND a.dispo_epoch < :to
        UNION ALL
        SELECT l.user, l.event_epoch, 4294967295, 5, 'Logged off'
          FROM vicidial_user_log l
         WHERE l.event IN ('LOGOUT', 'TIMEOUTLOGOUT')
           AND l.event_date >= FROM_UNIXTIME(:from - 172800)
           AND l.event_date < FROM_UNIXTIME(:to + 86400)
           AND l.event_epoch >= :from AND l.event_epoch < :to) s
 WHERE s.agentidentifier <> '' AND s.starttime > 0
 ORDER BY s.starttime, s.log_id, s.step
