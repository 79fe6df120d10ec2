package io.tidegate.agent.verify;

import io.tidegate.agent.uplink.Listed;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Turns the pages of the ingest's lists. Stateless. */
final class Pages {
    private Pages() {}

    /**
     * @param ask for the page that begins there
     * @throws UnknownException if the ingest cannot be asked
     */
    static <T> void of(
            Waiting waiting,
            Function<Optional<String>, Future<Listed<T>>> ask,
            Consumer<List<T>> take)
            throws UnknownException, IOException, InterruptedException {
        Optional<String> next = Optional.empty();
        do {
            switch (waiting.of(ask.apply(next))) {
                case Listed.Some<T>(var items, var more) -> {
                    take.accept(items);
                    if (more.isPresent() && more.equals(next)) {
                        throw new UnknownException("the ingest's list does not end");
                    }
                    next = more;
                }
                case Listed.Unknown<T>(var why) ->
                        throw new UnknownException("the ingest cannot be asked: " + why);
            }
        } while (next.isPresent());
    }
}
