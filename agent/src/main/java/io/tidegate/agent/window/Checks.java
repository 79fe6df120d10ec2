package io.tidegate.agent.window;

/** placeholder */
final class Checks {
    static final String PAUSED_BY = "shape";

    private Checks() {}
}
