package io.tidegate.agent.control;

import io.tidegate.agent.event.Event;

/** What is said about commands. */
public enum ControlEvent implements Event {
    NO_SOCKET(
            "TG-0811",
            "The control socket in the data folder could not be opened, or was lost.",
            "None: reading and sending go on. status, pause, resume, reimport, accept, keep, verify"
                    + " and rejects cannot reach the connector.",
            "Do what the line says: usually give the data folder a shorter path, or see to the"
                    + " rights on it; then restart."),
    CALLER_LOST(
            "TG-0812",
            "A command was cut off before it was read or answered.",
            "What had been read whole was carried out; nothing else. A verification ends with its"
                    + " caller.",
            "See with status what is so now, and give the command again."),
    COMMAND("TG-0813", "A person gave a command.", "What the command says.", "Nothing.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    ControlEvent(String id, String meaning, String effect, String remedy) {
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
