package io.tidegate.agent.event;

/**
 * Something worth telling a person, under an id that never changes its meaning. Each package that
 * logs has one enum of these; ERRORS.md is generated from them.
 */
public interface Event {
    /** {@code TG-0123}. */
    String id();

    /** What it means, in a sentence. */
    String meaning();

    /** What it does to the data, in a sentence. */
    String effect();

    /** What to do, in a sentence. */
    String remedy();
}
