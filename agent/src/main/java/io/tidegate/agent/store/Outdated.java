package io.tidegate.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Windows whose content was read under other settings than the present ones, and keeps what it
 * meant then.
 *
 * @param windows how many; at least one
 * @param from where the first begins
 * @param to where the last ends
 */
public record Outdated(long windows, Instant from, Instant to) {
    private static final int PAGE = 500;

    /** Of the windows with rows; empty if there are none. */
    public static Optional<Outdated> of(Tx tx, String stream, String recipe) {
        Optional<Outdated> all = Optional.empty();
        List<WindowRecord> page = tx.outdated(stream, recipe, Instant.EPOCH, PAGE);
        while (!page.isEmpty()) {
            for (WindowRecord window : page) {
                if (window.content().filter(c -> c.rows() > 0).isPresent()) {
                    Instant from = all.map(Outdated::from).orElse(window.from());
                    long before = all.map(Outdated::windows).orElse(0L);
                    all = Optional.of(new Outdated(before + 1, from, window.to()));
                }
            }
            page = tx.outdated(stream, recipe, page.getLast().to(), PAGE);
        }
        return all;
    }
}
