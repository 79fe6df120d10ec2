package io.tidegate.agent.source.sql;

import io.tidegate.agent.event.Event;

/** What is said about the care for logins. */
enum LoginEvent implements Event {
    REFUSAL_NOT_KEPT(
            "TG-0541",
            "A database refused a login, and that could not be noted in the data folder.",
            "None. But the next command or start does not know of it and tries again, up to twice:"
                    + " some databases lock an account after three refusals.",
            "Put the password right before the next try. Say doctor and preview as the service's account,"
                    + " which agent.data-dir belongs to, or start the service once: then another"
                    + " account that may use the folder adds to its note. If the message says that"
                    + " something there is a link or belongs to another account, find out who put it"
                    + " there, and delete it."),
    RECORD_DAMAGED(
            "TG-0542",
            "The note of refused logins in the data folder is damaged.",
            "None. What cannot be read of it counts as no refusal, so a login may be tried twice"
                    + " more.",
            "Nothing: it is written anew. If it happens again look at the disk.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    LoginEvent(String id, String meaning, String effect, String remedy) {
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
