package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.OlderWindows.Range;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What follows for windows that were read under settings that have changed since, and that the
 * look-back does not reach: those of which nothing was ever sent count as never read, so that the
 * history reads them; of the others a person is told. Goes through the ledger a page at a time,
 * each in its own transaction; what a kill leaves is done at the next start. Used by one thread.
 */
final class ChangedSettings {
    private static final Logger LOG = LoggerFactory.getLogger(ChangedSettings.class);
    private static final int COMMANDS_SAID = 3;
    private static final int PAGE = 500;

    private final SourceConfig config;
    private final Store store;

    ChangedSettings(SourceConfig config, Store store) {
        this.config = config;
        this.store = store;
    }

    /** The look-back has its new meaning now, so that log and status count the same. */
    void firstRead() {
        forgetUnsent().ifPresent(this::sayAfresh);
        sayOlder();
    }

    /** Windows of the history that came to nothing: they become as if they were never read. */
    private Optional<Range> forgetUnsent() {
        Optional<Range> all = Optional.empty();
        List<WindowRecord> page = page(store.read(this::historyFrom));
        while (!page.isEmpty()) {
            List<WindowRecord> unsent = page.stream().filter(ChangedSettings::isNeverSent).toList();
            if (!unsent.isEmpty()) {
                store.change(tx -> forget(tx, unsent));
            }
            for (WindowRecord window : unsent) {
                Range one = Range.of(window, config.zone());
                all = Optional.of(all.map(range -> range.plus(one)).orElse(one));
            }
            page = page.size() < PAGE ? List.of() : page(page.getLast().to());
        }
        return all;
    }

    /** What lies before it is not read as history, so it stays as it is. */
    private Instant historyFrom(Tx tx) {
        return tx.stream(config.name())
                .flatMap(stream -> stream.cutFrom().or(stream::cutBase))
                .orElse(Instant.EPOCH);
    }

    private List<WindowRecord> page(Instant from) {
        return store.read(tx -> tx.rereads().outdated(config.name(), config.recipe(), from, PAGE));
    }

    /**
     * Between the look at the page and this transaction delivery or a person may have changed it.
     */
    private void forget(Tx tx, List<WindowRecord> unsent) {
        for (WindowRecord window : unsent) {
            if (tx.window(config.name(), window.from()).filter(window::equals).isPresent()) {
                tx.putWindow(Line.blank(config.name(), window.from(), window.to()));
                tx.putRejects(Ledger.unit(window), RejectRecord.AGENT, List.of());
            }
        }
    }

    /** The cloud has nothing of it, and no person has said anything about it. */
    private static boolean isNeverSent(WindowRecord window) {
        boolean settled = window.state() == State.READ || window.state() == State.HELD;
        boolean sent = window.revision() > 0 || window.acked() > 0;
        boolean decided = window.kept().isPresent() || window.accepted();
        return settled
                && !sent
                && !decided
                && window.content().filter(content -> content.rows() > 0).isEmpty();
    }

    private void sayAfresh(Range unsent) {
        Events.info(LOG, WindowEvent.READ_AFRESH)
                .addKeyValue("stream", config.name())
                .log(
                        "{} of {} had come out empty, or held for rejected rows, under settings that have changed since; nothing of them is in the cloud, so they are read again with the history",
                        Words.count(unsent.windows(), "window"),
                        Words.days(unsent.from(), unsent.to()));
    }

    /** What the look-back does not reach keeps its old meaning: a person has to know. */
    private void sayOlder() {
        OlderWindows older = store.read(tx -> OlderWindows.of(tx, config));
        if (older.again().isEmpty()) {
            return;
        }
        Events.warn(LOG, WindowEvent.READ_UNDER_OTHERS)
                .addKeyValue("stream", config.name())
                .log(
                        "{} made under settings that have changed since, and older than the look-back; what the nightly comparison does not reach stays so until it is read anew: {}{}. If the change has moved rows to other times, rows beside the newest of these days are in the cloud twice, or missing, until then, and windows that are held afterwards need 'tidegate accept'",
                        Words.count(older.windows(), "window")
                                + Words.verb(older.windows(), " was", " were"),
                        commands(older.again()),
                        older.again().size() > COMMANDS_SAID ? ", and more in the status" : "");
    }

    private String commands(List<Range> again) {
        return again.stream()
                .limit(COMMANDS_SAID)
                .map(range -> "'" + range.command(config.name()) + "'")
                .collect(Collectors.joining(", "));
    }
}
