package io.tidegate.agent.sniff;

import java.util.List;
import java.util.Optional;

/** A part of the proposal. Keys are without {@code source.<name>.} */
sealed interface Entry {
    /**
     * A line that holds.
     *
     * @param why a remark above it; may be empty
     */
    record Line(String key, String value, String why) implements Entry {}

    /**
     * Lines of which a person takes one; all of them are printed as comments.
     *
     * @param question what is to be decided, and why the file does not decide it
     * @param trial the value with which rows are shown as long as nobody has chosen; empty: none
     *     are shown
     */
    record Choice(String question, List<Option> options, Optional<Option> trial) implements Entry {}

    /**
     * Lines that may be of use, and without which the source runs; printed as comments.
     *
     * @param text what they are for
     */
    record Offer(String text, List<Option> options) implements Entry {}

    /** Something to know. */
    record Remark(String text) implements Entry {}

    /**
     * One line of a choice.
     *
     * @param meaning what it would mean; may be empty
     */
    record Option(String key, String value, String meaning) {}
}
