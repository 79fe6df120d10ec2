package io.tidegate.config;

import java.util.Optional;

/**
 * A secret or a reference to one, such as {@code ${file:/etc/tidegate/token}}. The value is read
 * anew at each {@link #reveal()}, so that a changed secret takes effect without a restart. Never
 * prints its value.
 */
public final class Secret {
    private final String text;
    private final Optional<Reference> reference;

    private Secret(String text, Optional<Reference> reference) {
        this.text = text;
        this.reference = reference;
    }

    /** A secret that is that text itself. */
    public static Secret of(String text) {
        return new Secret(text, Optional.empty());
    }

    static Secret to(Reference reference) {
        return new Secret("", Optional.of(reference));
    }

    /**
     * The value now.
     *
     * @throws UnavailableSecretException if what it refers to cannot be read
     */
    public String reveal() throws UnavailableSecretException {
        return reference.isPresent() ? reference.get().read() : text;
    }

    /** Whether it stands in the configuration itself, for everybody who can read that. */
    public boolean isPlain() {
        return reference.isEmpty();
    }

    /** Whether only another process, the service, can read it. */
    boolean isElsewhere() {
        return reference.filter(Reference::isElsewhere).isPresent();
    }

    @Override
    public String toString() {
        return Mask.HIDDEN;
    }
}
