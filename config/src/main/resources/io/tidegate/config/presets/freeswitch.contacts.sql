-- FreeSWITCH: one contact per call whose last queue is known, from call detail records.
--
-- ACD: FreeSWITCH (mod_callcenter)
-- Data: contacts
-- Database: PostgreSQL (mod_cdr_pg_csv), FusionPBX
-- Tables: cdr, the table of mod_cdr_pg_csv, with columns added for the variables of channels that
--   mod_callcenter sets "for xml_cdr needs" (its source says so): cc_side, cc_queue, cc_cause,
--   cc_queue_joined_epoch, cc_queue_answered_epoch, cc_queue_terminated_epoch,
--   cc_queue_canceled_epoch. cdr_pg_csv.conf.xml lists which variable goes into which column; make
--   those of the epochs bigint. In FusionPBX write v_xml_cdr for cdr and xml_cdr_uuid for uuid.
-- Run: on PostgreSQL in made-up rows with known answers; never on a customer's.
-- Times: seconds since 1970, so clock changes are safe; 0 or nothing means never.
-- Offered: each record of a caller (cc_side = member) with a queue, placed by when it joined it.
-- Answered: cc_queue_answered_epoch is not before cc_queue_joined_epoch: an older one is of an
--   earlier queue.
-- Handling time: from answered to terminated: talking and holding, no wrap-up.
-- Waiting time: from joined to answered or canceled.
-- Left out: every queue of a call but its last, since a channel keeps one value of a variable;
--   agents' legs (cc_side = agent); internal and outbound calls; calls that go on: a record is
--   written when the caller hangs up, and then found within look-back.
-- No agent status: mod_callcenter's table agents holds the present only.
-- Login: GRANT SELECT ON cdr TO tidegate, or on these columns alone
-- Indexes: (cc_queue_joined_epoch)
--
--: sql.bind = epoch
SELECT c.uuid     AS contactidentifier,
       c.cc_queue AS queueidentifier,
       c.cc_queue AS queuename,
       c.cc_queue_joined_epoch AS timestamp,
       CASE WHEN c.cc_queue_answered_epoch >= c.cc_queue_joined_epoch THEN 1 ELSE 0 END AS answered,
       CASE WHEN c.cc_queue_answered_epoch >= c.cc_queue_joined_epoch
             AND c.cc_queue_terminated_epoch >= c.cc_queue_answered_epoch
            THEN c.cc_queue_terminated_epoch - c.cc_queue_answered_epoch
       END AS duration,
       CASE WHEN c.cc_queue_answered_epoch >= c.cc_queue_joined_epoch
            THEN c.cc_queue_answered_epoch - c.cc_queue_joined_epoch
            WHEN c.cc_queue_canceled_epoch >= c.cc_queue_joined_epoch
            THEN c.cc_queue_canceled_epoch - c.cc_queue_joined_epoch
       END AS waittime
  FROM cdr c
 WHERE c.cc_side = 'member'
   AND c.cc_queue <> ''
   AND c.cc_queue_joined_epoch >= :from AND c.cc_queue_joined_epoch < :to
