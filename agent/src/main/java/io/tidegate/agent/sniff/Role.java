package io.tidegate.agent.sniff;

/** What a column of an export is, as far as its name tells. */
enum Role {
    QUEUE_ID,
    QUEUE_NAME,
    /** A queue, be it by name or by number. */
    QUEUE,
    CHANNEL,
    /** When it began: a date, a time of day, or both. */
    START,
    END,
    OFFERED,
    ANSWERED,
    ABANDONED,
    SHORT_ABANDONED,
    IN_SERVICE_LEVEL,
    HANDLING,
    AHT,
    TALK,
    AVG_TALK,
    HOLD,
    AVG_HOLD,
    WRAP,
    AVG_WRAP,
    WAIT,
    AVG_WAIT,
    DURATION,
    CONTACT_ID,
    AGENT_ID,
    AGENT_NAME,
    /** How a contact ended, in words. */
    OUTCOME,
    /** A share of the answered contacts, in percent. */
    SL_PERCENT,
    ACTIVITY,
    REASON,
    /** Tells who a caller is. */
    PRIVATE,
    /** Known, and nothing for us. */
    OTHER
}
