package io.tidegate.protocol;

/**
 * What an answer means, once it is certain who speaks.
 *
 * @param <T> what was asked for
 */
public sealed interface Reply<T> {
    /** The ingest's own word. */
    record Fine<T>(T value) implements Reply<T> {}

    /** The ingest's own refusal. */
    record Refused<T>(Problem problem) implements Reply<T> {}

    /**
     * Not this protocol: a proxy, a portal, a broken server. It decides nothing; ask again later.
     *
     * @param why for a person; quotes nothing of the body
     */
    record Foreign<T>(int status, String why) implements Reply<T> {}
}
