package io.tidegate.agent.service;

import io.tidegate.agent.event.Event;

/** What is said about the life of the process. */
public enum ServiceEvent implements Event {
    ALREADY_RUNNING(
            "TG-0801",
            "Another process runs on the same data folder.",
            "None: this process ends with exit code 75.",
            "Stop the other process, or give this one a folder of its own with agent.data-dir."),
    STOPPED(
            "TG-0802",
            "The connector stopped when asked to.",
            "None: what waits in the spool is sent after the next start.",
            "Nothing."),
    SLOW_TO_STOP(
            "TG-0803",
            "A part of the connector did not stop in time and was left behind.",
            "None: what it had begun is as if it had been killed, and is done again.",
            "Nothing. If it happens often, see what that part waits for: a database, a network"
                    + " drive."),
    STOP_FAILED(
            "TG-0804",
            "A part of the connector could not be stopped in order.",
            "None: what it had begun is as if it had been killed, and is done again.",
            "Nothing, unless it happens often.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    ServiceEvent(String id, String meaning, String effect, String remedy) {
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
