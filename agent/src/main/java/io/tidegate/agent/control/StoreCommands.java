package io.tidegate.agent.control;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.file.FileDecisions;
import io.tidegate.agent.store.AgentRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.StreamRecord.Pause;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.window.Decisions;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out commands by writing into the store what intake then finds, and wakes intake. So a
 * command survives a restart, and nothing is decided in two places. Thread-safe.
 */
public final class StoreCommands implements Commands {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCommands.class);

    private final Store store;
    private final Map<String, SourceConfig> sources;
    private final Supplier<String> status;
    private final Consumer<String> wake;

    /**
     * @param sources by name
     * @param status makes the JSON of the agent's state
     * @param wake rings the intake of that source, which then looks at the store
     */
    public StoreCommands(
            Store store,
            Map<String, SourceConfig> sources,
            Supplier<String> status,
            Consumer<String> wake) {
        this.store = store;
        this.sources = sources;
        this.status = status;
        this.wake = wake;
    }

    @Override
    public Reply status() {
        return Reply.done(status.get());
    }

    @Override
    public Reply pause(String name) {
        return about(name, "pause", _ -> pauseKnown(name));
    }

    private Reply pauseKnown(String name) {
        return store.write(tx -> pauseKnown(tx, name));
    }

    private static Reply pauseKnown(Tx tx, String name) {
        StreamRecord stream = record(tx, name);
        Optional<Pause> refused = stream.paused().filter(p -> p.by().equals("ingest"));
        if (refused.isPresent()) {
            // A pause by hand would let delivery go on sending what the ingest refuses.
            return Reply.done(
                    "%s is paused already: %s It stays so until 'tidegate resume %s'."
                            .formatted(name, refused.get().reason(), name));
        }
        tx.putStream(stream.paused(Optional.of(byHand())));
        return Reply.done(
                ("%s is paused: nothing is read from it until 'tidegate resume %s'. What waits is still"
                                + " sent.")
                        .formatted(name, name));
    }

    private static Pause byHand() {
        return new Pause("local", "paused by hand");
    }

    @Override
    public Reply resume(String name) {
        return about(name, "resume", _ -> resumeKnown(name));
    }

    private Reply resumeKnown(String name) {
        return store.write(tx -> resumeKnown(tx, name));
    }

    private static Reply resumeKnown(Tx tx, String name) {
        Optional<Pause> paused = record(tx, name).paused();
        if (paused.isEmpty()) {
            return Reply.done(name + " was not paused.");
        }
        if (paused.get().by().equals("shape")) {
            return Reply.refused(
                    "%s stays paused: %s Say 'tidegate accept %s' to take the columns as they are."
                            .formatted(name, paused.get().reason(), name));
        }
        tx.putStream(record(tx, name).paused(Optional.empty()));
        return Reply.done(name + " is read again.");
    }

    private static StreamRecord record(Tx tx, String name) {
        return tx.stream(name).orElseGet(() -> StreamRecord.unread(name));
    }

    @Override
    public Reply reimport(String name, Days days) {
        return about(
                name,
                "reimport",
                source ->
                        switch (source.origin()) {
                            case SourceConfig.Sql _ -> reimportWindows(source, days);
                            case SourceConfig.Csv _ -> reimportFiles(source, days);
                        });
    }

    private Reply reimportWindows(SourceConfig source, Days days) {
        Optional<Integer> windows =
                store.write(tx -> Decisions.reimport(tx, source, windowDays(days)));
        return windows.map(
                        n ->
                                Reply.done(
                                        "%d windows of %s (%s) are read and sent again."
                                                .formatted(n, source.name(), days)))
                .orElseGet(
                        () ->
                                Reply.refused(
                                        source.name()
                                                + " was never read; it is read from its start as"
                                                + " soon as it can be reached."));
    }

    private Reply reimportFiles(SourceConfig source, Days days) {
        int files = store.write(tx -> FileDecisions.reimport(tx, source, fileDays(days)));
        return Reply.done(
                ("%d files of %s (%s) are read and sent again. Those that lie neither in the folder"
                                + " nor in its archive are waited for.")
                        .formatted(files, source.name(), days));
    }

    @Override
    public Reply accept(String name, Optional<Days> days) {
        return about(
                name,
                "accept",
                source ->
                        switch (source.origin()) {
                            case SourceConfig.Sql _ -> acceptWindows(source, days);
                            case SourceConfig.Csv _ -> acceptFiles(source, days);
                        });
    }

    private Reply acceptFiles(SourceConfig source, Optional<Days> days) {
        FileDecisions.Accepted done =
                store.write(
                        tx -> FileDecisions.accept(tx, source, days.map(StoreCommands::fileDays)));
        String again =
                done.triedAgain() == 0
                        ? ""
                        : " %d more are only tried again: no yes makes them readable."
                                .formatted(done.triedAgain());
        return Reply.done(
                "%d files of %s are taken.%s%s"
                        .formatted(done.taken(), source.name(), again, dayless(done.dayless())));
    }

    private Reply acceptWindows(SourceConfig source, Optional<Days> days) {
        Decisions.Accepted done =
                store.write(
                        tx -> Decisions.accept(tx, source, days.map(StoreCommands::windowDays)));
        String shape =
                done.shape() ? " Its columns are taken as they are, and it is read again." : "";
        String gone =
                days.isEmpty()
                        ? " Windows that are gone at the source are emptied only if --from and --to"
                                + " name their days."
                        : "";
        return Reply.done(
                "%d held windows of %s are read and sent, whatever they lack.%s%s"
                        .formatted(done.windows(), source.name(), shape, gone));
    }

    @Override
    public Reply adopt() {
        boolean fenced = store.write(StoreCommands::release);
        return Reply.done(
                fenced
                        ? "This connector sends from now on. Another one that still runs under its name"
                                + " stops by itself."
                        : "Nothing kept this connector from sending.");
    }

    private static boolean release(Tx tx) {
        AgentRecord agent = tx.agent();
        tx.putAgent(
                new AgentRecord(
                        agent.instance(), agent.epoch(), Optional.empty(), agent.machine()));
        return agent.fenced().isPresent();
    }

    @Override
    public Reply keep(String name, Optional<Days> days) {
        return about(
                name,
                "keep",
                source ->
                        switch (source.origin()) {
                            case SourceConfig.Sql _ -> keepWindows(source, days);
                            case SourceConfig.Csv _ -> keepFiles(source, days);
                        });
    }

    private Reply keepFiles(SourceConfig source, Optional<Days> days) {
        FileDecisions.Kept done =
                store.write(
                        tx -> FileDecisions.keep(tx, source, days.map(StoreCommands::fileDays)));
        return Reply.done(
                "%d files of %s are not taken.%s"
                        .formatted(done.files(), source.name(), dayless(done.dayless())));
    }

    private static String dayless(int files) {
        return files == 0
                ? ""
                : (" %d more hold no time that can be read, so nobody knows their days: say it"
                                + " without --from and --to to cover them.")
                        .formatted(files);
    }

    private Reply keepWindows(SourceConfig source, Optional<Days> days) {
        int kept =
                store.write(tx -> Decisions.keep(tx, source, days.map(StoreCommands::windowDays)));
        return Reply.done(
                "%d windows of %s stay as they are stored.".formatted(kept, source.name()));
    }

    private static FileDecisions.Days fileDays(Days days) {
        return new FileDecisions.Days(days.from(), days.to());
    }

    private static Decisions.Days windowDays(Days days) {
        return new Decisions.Days(days.from(), days.to());
    }

    /** Does something about a source that is there, says so, and wakes its intake. */
    private Reply about(String name, String command, Function<SourceConfig, Reply> work) {
        SourceConfig source = sources.get(name);
        if (source == null) {
            return Reply.usage(
                    "there is no source '%s'; the sources are: %s"
                            .formatted(name, String.join(", ", sources.keySet())));
        }
        Reply reply = work.apply(source);
        Events.info(LOG, ControlEvent.COMMAND)
                .addKeyValue("stream", name)
                .log("{}: {}", command, reply.text());
        wake.accept(name);
        return reply;
    }
}
