package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Event;

/** What delivery says. */
public enum UplinkEvent implements Event {
    CONNECTED(
            "TG-0701",
            "The ingest answers, and agrees with this folder on what was sent.",
            "None: what waits is sent.",
            "Nothing."),
    WAITING(
            "TG-0702",
            "The ingest cannot be reached at present, or does not take what is sent.",
            "Nothing is lost: rows wait in the spool, then in the source. It is tried again without"
                    + " end, after 1 s to 5 min.",
            "See the sentence: it names what failed. Nothing, if it is an outage of the ingest."),
    UNAUTHORIZED(
            "TG-0703",
            "The ingest does not accept the token.",
            "Nothing is sent and nothing is lost: rows wait in the spool, then in the source. It is"
                    + " tried again every 1 to 15 min with the token read anew.",
            "Put a valid token where ingest.token points. No restart is needed."),
    FORBIDDEN(
            "TG-0704",
            "The ingest accepts the token and refuses the connector.",
            "Nothing is sent and nothing is lost: rows wait in the spool, then in the source. It is"
                    + " tried again every 15 min.",
            "Ask whoever runs the ingest: the token may be revoked, or made for another agent.name."),
    STREAM_WAITING(
            "TG-0705",
            "The ingest does not take the batches of one stream at present.",
            "Nothing is lost; the other streams go on. It is tried again without end, after 1 s to"
                    + " 5 min.",
            "Nothing, unless it lasts: then ask whoever runs the ingest."),
    STREAM_GOES_ON("TG-0706", "The stream is taken again.", "None.", "Nothing."),
    SET_ASIDE(
            "TG-0707",
            "The ingest refused a batch for what it holds.",
            "Its window or file is set aside and listed; the stream goes on. It is tried again on"
                    + " new content or by hand.",
            "See the reason. Mend the source or its mapping, then reimport."),
    STREAM_PAUSED(
            "TG-0708",
            "A stream was paused because of what the ingest answers.",
            "Nothing more of it is read or sent; the other streams go on; nothing is lost.",
            "See the reason, mend it, then run tidegate resume with the source's name."),
    READ_AGAIN(
            "TG-0709",
            "The ingest no longer has the earlier parts of a window or file.",
            "None: it is read again and sent whole.",
            "Nothing."),
    HALVED(
            "TG-0710",
            "A batch was too large for the ingest or for something in between, and was halved.",
            "None.",
            "Nothing. If it happens often, let bodies of 1 MiB through."),
    ROW_TOO_LARGE(
            "TG-0711",
            "A single row was too large for the ingest.",
            "It is listed among the rejects; all other rows are sent.",
            "Shorten the row at the source; it is then sent by itself."),
    GZIP(
            "TG-0712",
            "The ingest does not understand zstd, so gzip is used from here on.",
            "None; gzip costs more time.",
            "Nothing. Set ingest.compression = gzip to say so from the start."),
    NEW_EPOCH(
            "TG-0713",
            "Ledger and ingest did not agree on what was sent, so a new epoch was begun.",
            "Nothing is lost or doubled: what the ingest has is compared with the ledger, and only"
                    + " differences are read and sent.",
            "Nothing, if the folder is new or either side was restored. Otherwise see that only one"
                    + " connector runs under this agent.name."),
    RECONCILED(
            "TG-0714",
            "Ledger and ingest were compared.",
            "What differs is read again and sent, under the rules for held windows.",
            "Nothing."),
    CONTESTED(
            "TG-0715",
            "Another connector, or this one with another data folder, was heard under the same"
                    + " agent.name within the last 10 minutes.",
            "Nothing is sent, reading goes on into the spool. It is tried again about once a minute.",
            "Wait, if the data folder is new or was restored: it goes on by itself. Else stop the"
                    + " other connector, or give this one an agent.name of its own."),
    FENCED(
            "TG-0716",
            "Another connector has taken over this agent.name.",
            "Nothing is sent any more, reading goes on into the spool.",
            "If the other one is right, stop this one. If this one is right, stop the other and run"
                    + " tidegate adopt here.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    UplinkEvent(String id, String meaning, String effect, String remedy) {
        this.id = id;
        this.meaning = meaning;
        this.effect = effect;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String effect() {
        return effect;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
