package io.tidegate.agent.window;

/** What came of a question about the past. */
public sealed interface Answered {
    record Read(Examined examined) implements Answered {}

    /**
     * @param why a sentence with the remedy
     */
    record Unreadable(String why) implements Answered {}
}
