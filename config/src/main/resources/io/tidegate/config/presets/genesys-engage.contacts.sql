-- Genesys Engage: one contact per pass through a virtual queue, from Info Mart.
--
-- ACD: Genesys Engage (Info Mart)
-- Data: contacts
-- Database: SQL Server, PostgreSQL; Oracle with a driver of your own
-- Tables: MEDIATION_SEGMENT_FACT, INTERACTION_RESOURCE_FACT, RESOURCE_ and MEDIA_TYPE, as Genesys'
--   "Info Mart Physical Data Model" describes them.
-- Run: on PostgreSQL in made-up tables; never on a customer's rows.
-- Times: seconds since 1970 (START_TS), so clock changes are safe.
-- Offered: each pass through a virtual queue, placed by when it was entered. A call that is queued
--   in several virtual queues at once is offered in each. Active passes are rows that are updated.
-- Answered: the pass led to a resource (TARGET_IXN_RESOURCE_ID) that then talked.
-- Handling time: that resource's talk, hold and after-call work; empty until it is known.
-- Waiting time: MEDIATION_DURATION, to which the ringing is added if the call was answered.
-- Left out: ACD queues, routing points and interaction queues: the same call is in each of them and
--   would count again. Which kinds of queue you count by is a choice: change RESOURCE_SUBTYPE_CODE.
-- Not confirmed: the spelling VIRTUALQUEUE and that of media; look at
--   SELECT DISTINCT RESOURCE_TYPE_CODE, RESOURCE_SUBTYPE_CODE FROM RESOURCE_
-- What the ETL job has not loaded yet comes late: look-back must be longer than its cycle.
-- Login: GRANT SELECT on these four, or on the read-only views of your tenant, which have the same
--   names
-- Indexes: on START_TS if there is none; the facts are partitioned by START_DATE_TIME_KEY
--
--: sql.bind = epoch
SELECT m.INTERACTION_ID AS contactidentifier,
       m.RESOURCE_KEY   AS queueidentifier,
       q.RESOURCE_NAME  AS queuename,
       m.START_TS       AS timestamp,
       CASE WHEN i.TALK_DURATION > 0 THEN 1 ELSE 0 END AS answered,
       CASE WHEN i.TALK_DURATION > 0
            THEN i.TALK_DURATION + COALESCE(i.HOLD_DURATION, 0)
                 + COALESCE(i.AFTER_CALL_WORK_DURATION, 0)
       END AS duration,
       m.MEDIATION_DURATION
         + CASE WHEN i.TALK_DURATION > 0 THEN COALESCE(i.RING_DURATION, 0) ELSE 0 END AS waittime,
       CASE t.MEDIA_NAME_CODE WHEN 'EMAIL' THEN 'emails' WHEN 'CHAT' THEN 'chats' ELSE 'calls' END
         AS channel
  FROM MEDIATION_SEGMENT_FACT m
  JOIN RESOURCE_ q ON q.RESOURCE_KEY = m.RESOURCE_KEY
  JOIN MEDIA_TYPE t ON t.MEDIA_TYPE_KEY = m.MEDIA_TYPE_KEY
  LEFT JOIN INTERACTION_RESOURCE_FACT i ON i.INTERACTION_RESOURCE_ID = m.TARGET_IXN_RESOURCE_ID
 WHERE q.RESOURCE_SUBTYPE_CODE = 'VIRTUALQUEUE'
   AND m.START_TS >= :from AND m.START_TS < :to
