package io.tidegate.config;

import java.nio.file.Path;

/** What a setting's text may be, and the value that it stands for. Without state. */
public interface Type<T> {
    /**
     * The value.
     *
     * @param text without blanks around it, unless {@link #isVerbatim()}; never empty
     * @throws RefusedException if it is none
     */
    T parse(String text, Place place) throws RefusedException;

    /** How it is written, for the reference: {@code `10s` `15m` `2h`}. */
    String form();

    /** A text that {@link #parse} takes. */
    String example();

    /** Whether it must never be shown, also not where its text turns up elsewhere. */
    default boolean isSecret() {
        return false;
    }

    /** Whether it is never shown under its own key, and may be a reference. */
    default boolean isHidden() {
        return isSecret();
    }

    /** Whether blanks around it and control characters in it are meant. */
    default boolean isVerbatim() {
        return false;
    }

    /** Whether it names a file or folder. */
    default boolean isPath() {
        return false;
    }

    /** The text with what must not be shown replaced. */
    default String masked(String text) {
        return isHidden() ? Mask.HIDDEN : Mask.credentials(text);
    }

    /**
     * Where a value stands.
     *
     * @param folder from which relative paths count, absolute
     */
    record Place(Path folder, Environment environment) {}
}
