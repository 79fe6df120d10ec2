-- Genesys Engage: the states of agents for voice, from Info Mart.
--
-- ACD: Genesys Engage (Info Mart)
-- Data: agent-status
-- Database: SQL Server, PostgreSQL; Oracle with a driver of your own
-- Tables: SM_RES_STATE_FACT, RESOURCE_STATE, RESOURCE_ and MEDIA_TYPE, as Genesys' "Info Mart
--   Physical Data Model" describes them.
-- Run: on PostgreSQL in made-up tables; never on a customer's rows.
-- Times: seconds since 1970, so clock changes are safe. An active row has an end far ahead, which
--   is no end: it goes on.
-- States: the name in RESOURCE_STATE. Reasons are in SM_RES_STATE_REASON_FACT and not read.
-- Left out: other media than voice: an agent has a state for each, at the same time.
-- Not confirmed: the spelling VOICE, and that ACTIVE_FLAG is 1 while a state goes on.
-- The agent's identifier is RESOURCE_NAME, the user name.
-- Login: GRANT SELECT on these four, or on the read-only views of your tenant
-- Indexes: on START_TS if there is none; the facts are partitioned by START_DATE_TIME_KEY
--
--: sql.bind = epoch
SELECT r.RESOURCE_NAME AS agentidentifier,
       s.START_TS      AS starttime,
       CASE WHEN s.ACTIVE_FLAG = 1 THEN NULL ELSE s.END_TS END AS endtime,
       n.STATE_NAME    AS activity
  FROM SM_RES_STATE_FACT s
  JOIN RESOURCE_ r ON r.RESOURCE_KEY = s.RESOURCE_KEY
  JOIN RESOURCE_STATE n ON n.RESOURCE_STATE_KEY = s.RESOURCE_STATE_KEY
  JOIN MEDIA_TYPE t ON t.MEDIA_TYPE_KEY = s.MEDIA_TYPE_KEY
 WHERE t.MEDIA_NAME_CODE = 'VOICE'
   AND s.START_TS >= :from AND s.START_TS < :to
