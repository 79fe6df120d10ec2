package io.tidegate.config;

/**
 * A secret that a reference points at cannot be read now. The message names the reference and the
 * remedy, never a value.
 */
public final class UnavailableSecretException extends Exception {
    private static final long serialVersionUID = 1;

    public UnavailableSecretException(String message) {
        super(message);
    }
}
