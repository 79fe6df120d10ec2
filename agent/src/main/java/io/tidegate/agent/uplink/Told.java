package io.tidegate.agent.uplink;

/** What a question brought: the ingest's own word, or something else. */
sealed interface Told<T> {
    record Word<T>(T value) implements Told<T> {}

    record Trouble<T>(Answer answer) implements Told<T> {}
}
