package io.tidegate.agent.cli;

/** Exit codes, after BSD's sysexits.h. */
public final class Exit {
    public static final int FINE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 64;
    public static final int UNAVAILABLE = 69;
    public static final int ALREADY_RUNNING = 75;
    public static final int NOT_PERMITTED = 77;
    public static final int CONFIGURATION = 78;

    private Exit() {}
}
