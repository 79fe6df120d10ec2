package io.tidegate.protocol;

/** A field that is not what it must be. The message names the field, never a value. */
final class FieldException extends Exception {
    private static final long serialVersionUID = 1;

    FieldException(String field, String what) {
        super(field + " " + what);
    }
}
