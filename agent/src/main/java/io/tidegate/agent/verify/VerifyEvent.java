package io.tidegate.agent.verify;

import io.tidegate.agent.event.Event;

/** What is said about verifications. */
enum VerifyEvent implements Event {
    BROKEN(
            "TG-0861",
            "'tidegate verify' found that the ingest does not have what it has acknowledged.",
            "Rows are missing or wrong in the cloud. What the source still holds is read and sent"
                    + " again; what is held or gone at the source waits for a person.",
            "Run verify again a few minutes later: nothing should be BROKEN any more. Find out what"
                    + " changed the ingest's store: a restore, or somebody's hand."),
    VERIFIED("TG-0862", "Days were verified, and nothing is BROKEN.", "None.", "Nothing.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    VerifyEvent(String id, String meaning, String effect, String remedy) {
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
