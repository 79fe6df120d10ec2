package io.tidegate.ingest.event;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Something worth telling a person, under an id that never changes its meaning. */
public enum IngestEvent {
    STARTED("TG-0901", Level.INFO, "The ingest listens.", "Nothing."),
    STOPPED("TG-0902", Level.INFO, "The ingest was asked to stop, and did.", "Nothing."),
    DATABASE_UNAVAILABLE(
            "TG-0903",
            Level.WARN,
            "The database was away, busy or cut off. The request was answered with 503 and is sent"
                    + " again; no row is lost or doubled.",
            "Look at the database if it happens often. The SQL state says what it was (57014 a"
                    + " statement, 55P03 a lock took too long, 08 the connection, 53 disk or memory)."),
    FAILED(
            "TG-0904",
            Level.ERROR,
            "A request failed in a way that should not be. It was answered with 500 and is sent again;"
                    + " nothing of it was stored.",
            "Report it with the log lines around it."),
    TOKENS_READ("TG-0905", Level.INFO, "The tokens file was read.", "Nothing."),
    TOKENS_UNREADABLE(
            "TG-0906",
            Level.WARN,
            "The changed tokens file cannot be used; the tokens of before stay valid.",
            "Mend the line that the message names."),
    BATCH_REFUSED(
            "TG-0907",
            Level.WARN,
            "A batch was refused and nothing of it stored. The agent knows why and what to do.",
            "Look at the reason: conflicts of epoch mean two agents under one name, a conflict of"
                    + " stream that a source changed its kind of data."),
    ROWS_REJECTED(
            "TG-0908",
            Level.WARN,
            "A batch was stored but for some rows; the agent keeps them with the reason.",
            "Look at the agent's list of rejects."),
    BATCH_COMMITTED("TG-0909", Level.DEBUG, "A batch was stored.", "Nothing."),
    EPOCH_BEGUN(
            "TG-0910",
            Level.INFO,
            "An agent began an epoch: it is new, or its store or the ingest's went back in time.",
            "Nothing."),
    LOGIN_REFUSED(
            "TG-0911",
            Level.WARN,
            "A request came with no valid token, or with one for another agent.",
            "See that the agent has the token whose SHA-256 stands in the tokens file beside its name.");

    private final String id;
    private final Level level;
    private final String meaning;
    private final String remedy;

    IngestEvent(String id, Level level, String meaning, String remedy) {
        this.id = id;
        this.level = level;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public String id() {
        return id;
    }

    /** What happened, and what it does to the data. */
    public String meaning() {
        return meaning;
    }

    public String remedy() {
        return remedy;
    }

    /** Begins a line of the log. */
    public LoggingEventBuilder to(Logger log) {
        return log.atLevel(level).addKeyValue("event", id);
    }
}
