package io.tidegate.agent.verify;

/** What a verification says of a window, a file or a day; the gravest last. */
enum Word {
    /** Source, ledger and ingest agree. */
    EQUAL("equal"),
    /** A person has said that what is stored stands, whatever the source holds. */
    KEPT("kept"),
    /** The source has no rows any more, or does not keep them that long; the cloud does. */
    GONE("gone at source"),
    /** Nobody has read it. */
    NOT_READ("not read yet"),
    /** The source is newer, or what it holds is on its way. */
    WILL_BE_SENT("will be sent"),
    /** The ingest refused it. */
    ASIDE("set aside"),
    /** A person has to decide. */
    HELD("held"),
    /** The ingest does not have what it has taken. */
    BROKEN("BROKEN");

    private final String text;

    Word(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    Word graver(Word other) {
        return compareTo(other) < 0 ? other : this;
    }
}
