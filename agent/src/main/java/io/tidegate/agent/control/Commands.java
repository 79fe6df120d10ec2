package io.tidegate.agent.control;

import java.io.IOException;
import java.util.Optional;

/** What a person may tell the agent to do. Each answers with a sentence. Thread-safe. */
public interface Commands {
    /** The agent's state as JSON. */
    Reply status();

    /** Nothing is read from the source until {@link #resume}, restarts included. */
    Reply pause(String source);

    Reply resume(String source);

    /** Reads those days again and sends them even if nothing changed. */
    Reply reimport(String source, Days days);

    /** Releases held windows and files, and takes changed columns as they are. */
    Reply accept(String source, Optional<Days> days);

    /** Confirms what is stored against what is held. */
    Reply keep(String source, Optional<Days> days);

    /** Lets this data folder send after another connector has taken over its name. */
    Reply adopt();

    /** Holds source, ledger and ingest of those days against one another. */
    Reply verify(Request.Verify request, Talk talk) throws IOException, InterruptedException;

    /** Lists and shows rejected rows, or has them read again. */
    Reply rejects(Request.Rejects request, Talk talk) throws IOException;

    /**
     * @throws IOException if nobody listens any more
     * @throws InterruptedException if the connector stops
     */
    default Reply answer(Request request, Talk talk) throws IOException, InterruptedException {
        return switch (request) {
            case Request.Status _ -> status();
            case Request.Pause(var source) -> pause(source);
            case Request.Resume(var source) -> resume(source);
            case Request.Reimport(var source, var days) -> reimport(source, days);
            case Request.Accept(var source, var days) -> accept(source, days);
            case Request.Keep(var source, var days) -> keep(source, days);
            case Request.Adopt _ -> adopt();
            case Request.Rejects rejects -> rejects(rejects, talk);
            case Request.Verify verify -> verify(verify, talk);
        };
    }
}
