package io.tidegate.agent.status;

import io.tidegate.agent.event.Event;

/** What the local HTTP server has to say. */
enum StatusEvent implements Event {
    LISTENING(
            "TG-0841",
            "The status page, health and metrics are served at this address.",
            "None.",
            "Nothing."),
    PORT_BUSY(
            "TG-0842",
            "The address of the local HTTP server cannot be used, so there is no status page, health or metrics.",
            "None: the connector reads and sends all the same.",
            "Set http.port to a free port, or 0 to have one picked, and restart."),
    OPEN_TO_NETWORK(
            "TG-0843",
            "http.bind is not a loopback address: whoever reaches this machine over the network can see the status page, without a password. It shows no rows and no secrets, but the names of sources and how they fare.",
            "None.",
            "Set http.bind = 127.0.0.1 unless a monitoring system on another machine asks, and let a firewall admit that one alone.");

    private final String id;
    private final String meaning;
    private final String effect;
    private final String remedy;

    StatusEvent(String id, String meaning, String effect, String remedy) {
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
