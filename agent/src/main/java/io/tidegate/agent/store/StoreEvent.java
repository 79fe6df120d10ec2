package io.tidegate.agent.store;

import io.tidegate.agent.event.Event;

/** What the store says. */
public enum StoreEvent implements Event {
    CREATED(
            "TG-0601",
            "A new, empty store was made in the data folder.",
            "None at a first start. Otherwise the folder was lost or changed: what the ingest has is"
                    + " compared with the sources and only differences are sent.",
            "Nothing at a first start. Otherwise see that agent.data-dir names the folder of before."),
    DAMAGED(
            "TG-0602",
            "The store file is damaged or is not a store.",
            "Nothing is read or sent until it is mended; what the ingest has is not touched.",
            "Check the disk, stop the connector, move the folder store aside and start again: the"
                    + " ledger is built anew from what the ingest has, and only differences are sent."),
    TOO_NEW(
            "TG-0603",
            "The store was written by a newer version of the program.",
            "Nothing is read or sent; the store is not touched.",
            "Start the newer version again."),
    DISK_FULL(
            "TG-0604",
            "The disk that holds the store is full.",
            "Reading waits; nothing is lost. Sending goes on as far as the disk allows.",
            "Make room on the disk of agent.data-dir. Reading goes on by itself."),
    UNUSABLE(
            "TG-0605",
            "The store could not be read or written.",
            "What was being done is undone and tried again; nothing is lost.",
            "Check the disk, the rights on the folder store, and that no other program, such as a"
                    + " virus scanner or a backup, holds its files."),
    BODY_DAMAGED(
            "TG-0606",
            "A stored batch no longer fits its digest: the disk changed it.",
            "It is not sent; its window or file is read again at the source.",
            "Check the disk: one that changes bytes will do so again."),
    UNFINISHED_DROPPED(
            "TG-0607",
            "A window that was being read when the connector stopped was dropped.",
            "None: it is read again.",
            "Nothing."),
    SPOOL_FULL(
            "TG-0608",
            "The spool has no more room.",
            "Reading waits, rows stay in the ACD and files in their folder; sending goes on.",
            "See why the ingest cannot be reached, or raise spool.max-size, or make room on the"
                    + " disk."),
    SPOOL_HAS_ROOM("TG-0609", "The spool has room again.", "None: reading goes on.", "Nothing."),
    PARTS_LOST(
            "TG-0611",
            "Earlier parts of a window or file were lost while it was being read.",
            "None: it is read again from its start.",
            "Nothing."),
    CLOSED(
            "TG-0610",
            "The store was used while the connector was stopping.",
            "None: what was begun is as if it had not been.",
            "Nothing.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    StoreEvent(String id, String meaning, String effect, String remedy) {
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
