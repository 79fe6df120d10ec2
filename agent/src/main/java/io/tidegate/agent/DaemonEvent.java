package io.tidegate.agent;

import io.tidegate.agent.event.Event;

/** What the process as a whole has to say. */
enum DaemonEvent implements Event {
    STARTING("TG-0851", "The process starts.", "None.", "Nothing."),
    STARTED("TG-0852", "Everything runs.", "None.", "Nothing."),
    MISCONFIGURED(
            "TG-0853",
            "The configuration of a source is at fault; the other sources run.",
            "Nothing of this source is read until it is mended; nothing is lost, since it is read from where it stopped.",
            "Put the printed line into the configuration, see that 'tidegate check' is content, and restart."),
    FAILED(
            "TG-0855",
            "An error in the program ended it; the service manager starts it again.",
            "None: what was begun is done again after the restart.",
            "Report it with the log; if it comes back at once, pause the source that the log names.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    DaemonEvent(String id, String meaning, String effect, String remedy) {
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
