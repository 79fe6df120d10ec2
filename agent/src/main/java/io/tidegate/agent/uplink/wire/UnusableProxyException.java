package io.tidegate.agent.uplink.wire;

/** The proxy that the settings or the environment name cannot be used; the message says why. */
final class UnusableProxyException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableProxyException(String message) {
        super(message);
    }
}
