-- Cisco UCCX: one contact per call and contact service queue.
--
-- ACD: Cisco UCCX
-- Data: contacts
-- Database: Informix (database db_cra)
-- Tables: ContactCallDetail, ContactQueueDetail, ContactServiceQueue and AgentConnectionDetail, as
--   Cisco's "Unified CCX Database Schema Guide" describes them.
-- Run: on PostgreSQL in made-up tables; never on Informix nor on a customer's rows.
-- Times: UTC in columns without a zone; time-zone is that of the site and says where days begin.
--   A call is placed by when it came in: when it entered a queue is not kept.
-- Offered: each row of ContactQueueDetail that is of a queue (targetType 0). A call that was queued
--   for several is offered in each. Rows are written when the call ends, and found by look-back.
-- Answered: disposition 2, handled by this queue. 1 abandoned, 3 dequeued, 4 handled by the script
--   and 5 handled by another queue are offered and not answered.
-- Handling time: talk, hold and work time of the agents' connections of this queue and leg.
-- Waiting time: queueTime.
-- Left out: calls that never were queued; calls for one agent (targetType 1); chat and e-mail,
--   which have tables of their own; outbound. Callers from inside are not told apart.
-- Not confirmed: that qIndex joins the connections to the queue in every release; whether a queue
--   that is changed gets another record, and so another targetID.
-- Login: the user uccxhruser, or one who may read these tables; the wallboard's user may not
-- Indexes: ContactCallDetail (startDateTime) (not confirmed)
--
--: sql.bind = utc
SELECT c.sessionID AS contactidentifier,
       q.targetID  AS queueidentifier,
       COALESCE(s.csqName, 'CSQ ' || q.targetID) AS queuename,
       c.startDateTime AS timestamp,
       CASE WHEN q.disposition = 2 THEN 1 ELSE 0 END AS answered,
       CASE WHEN q.disposition = 2 THEN
         (SELECT SUM(CASE WHEN a.talkTime IS NULL THEN 0 ELSE a.talkTime END
                     + CASE WHEN a.holdTime IS NULL THEN 0 ELSE a.holdTime END
                     + CASE WHEN a.workTime IS NULL THEN 0 ELSE a.workTime END)
            FROM AgentConnectionDetail a
           WHERE a.sessionID = q.sessionID AND a.sessionSeqNum = q.sessionSeqNum
             AND a.nodeID = q.nodeID AND a.profileID = q.profileID
             AND a.qIndex = q.qIndex)
       END AS duration,
       q.queueTime AS waittime
  FROM ContactCallDetail c
  JOIN ContactQueueDetail q
    ON q.sessionID = c.sessionID AND q.sessionSeqNum = c.sessionSeqNum
   AND q.nodeID = c.nodeID AND q.profileID = c.profileID
  LEFT JOIN ContactServiceQueue s
    ON s.recordID = q.targetID AND s.profileID = q.profileID
 WHERE q.targetType = 0
   AND c.startDateTime >= :from AND c.startDateTime < :to
