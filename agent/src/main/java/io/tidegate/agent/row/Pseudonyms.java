package io.tidegate.agent.row;

/**
 * Replaces what identifies a person by a keyed hash. The key is made on this machine and never
 * leaves it.
 */
public interface Pseudonyms {
    /** The same value gives the same pseudonym as long as the key stays. */
    String of(String value);
}
