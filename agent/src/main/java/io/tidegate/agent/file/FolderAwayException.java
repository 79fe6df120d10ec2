package io.tidegate.agent.file;

/** The drop folder cannot be read. The message names it and the remedy. */
final class FolderAwayException extends Exception {
    private static final long serialVersionUID = 1;

    FolderAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
