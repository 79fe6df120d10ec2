SELECT queue_id AS queueidentifier, queue_name AS queuename, started AS timestamp, answered,
    talk_s + hold_s + wrap_s AS duration, call_id AS contactidentifier,
    talk_s AS talktime, hold_s AS holdtime, wrap_s AS wraptime, wait_s AS waittime
FROM call
