package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord.State;

import java.util.Optional;

/**
 * Why a file is not taken.
 *
 * @param state held or refused
 * @param reason a sentence with the remedy
 * @param tally what it holds; empty if it could not be read
 */
record Stop(State state, String reason, Optional<Tally> tally) {}
