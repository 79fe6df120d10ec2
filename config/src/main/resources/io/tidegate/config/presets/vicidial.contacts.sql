-- VICIdial: one contact per entry into an in-group.
--
-- ACD: VICIdial
-- Data: contacts
-- Database: MariaDB, MySQL
-- Tables: vicidial_closer_log and vicidial_inbound_groups of the database asterisk, as VICIdial's
--   own schema (MySQL_AST_CREATE_tables.sql) defines them.
-- Run: on MariaDB in made-up rows with known answers; never on a customer's.
-- Times: call_date is a datetime by the clock of the database's machine, without a zone. In the
--   hour that comes twice nothing tells the passes apart.
-- Offered: each row: a call into an in-group, also by transfer. Still waiting: offered, not yet
--   answered (status QUEUE, user VDCL).
-- Answered: an agent is named. Without one the user is VDCL, VDAD or empty.
-- Handling time: length_in_sec less queue_seconds: talking, holding and the time until the agent
--   chose a status for as long as the call lasted; wrap-up after it is not in it. Empty while the
--   call goes on.
-- Waiting time: queue_seconds.
-- Left out: calls that were dialled (vicidial_log), menus (live_inbound_log). Calls outside hours
--   (term_reason AFTERHOURS) are rows too and count as offered; add a condition if you do not
--   want them. Not confirmed: every value of user that stands for nobody.
-- The archiving script moves old rows to vicidial_closer_log_archive: say in keeps how long yours
--   stay, or read a UNION ALL of both.
-- Login: GRANT SELECT ON asterisk.vicidial_closer_log TO 'tidegate'@'...', and the same on
--   asterisk.vicidial_inbound_groups. Columns with numbers of callers can be left out of the grant.
-- Indexes: call_date (VICIdial has it)
--
SELECT c.uniqueid    AS contactidentifier,
       c.campaign_id AS queueidentifier,
       COALESCE(NULLIF(g.group_name, ''), c.campaign_id) AS queuename,
       c.call_date   AS timestamp,
       CASE WHEN COALESCE(c.user, '') IN ('', 'VDCL', 'VDAD') THEN 0 ELSE 1 END AS answered,
       CASE WHEN COALESCE(c.user, '') IN ('', 'VDCL', 'VDAD') THEN NULL
            WHEN COALESCE(c.end_epoch, 0) = 0 THEN NULL
            ELSE GREATEST(c.length_in_sec - c.queue_seconds, 0)
       END AS duration,
       c.queue_seconds AS waittime,
       CASE g.group_handling WHEN 'EMAIL' THEN 'emails' WHEN 'CHAT' THEN 'chats' ELSE 'calls' END
         AS channel
  FROM vicidial_closer_log c
  LEFT JOIN vicidial_inbound_groups g ON g.group_id = c.campaign_id
 WHERE c.call_date >= :from AND c.call_date < :to
