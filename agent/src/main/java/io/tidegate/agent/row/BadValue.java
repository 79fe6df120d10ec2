package io.tidegate.agent.row;

/**
 * A value that its column cannot take. The message says why, to be read after the column's name,
 * and holds no value. Without a stack trace: a file of rubbish throws one per row.
 */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1;

    BadValue(String reason) {
        super(reason, null, false, false);
    }
}
