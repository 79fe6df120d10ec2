package io.tidegate.agent.control;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.file.FileDecisions;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.AgentRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.StreamRecord.Pause;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.uplink.Comparisons;
import io.tidegate.agent.window.Decisions;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
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
    private final Verification verification;
    private final RejectCommands rejects;

    /**
     * @param sources by name
     * @param status makes the JSON of the agent's state
     * @param verification carries out {@code verify}
     * @param dataDir where lists of rejected rows are kept
     * @param wake rings the intake of that source, which then looks at the store
     */
    public StoreCommands(
            Store store,
            Map<String, SourceConfig> sources,
            Supplier<String> status,
            Verification verification,
            Path dataDir,
            Consumer<String> wake) {
        this.store = store;
        this.sources = sources;
        this.status = status;
        this.wake = wake;
        this.verification = verification;
        this.rejects = new RejectCommands(store, sources, dataDir);
    }

    @Override
    public Reply status() {
        return Reply.done(status.get());
    }

    @Override
    public Reply pause(String name) {
        return about(name, "pause", _ -> pauseKnown(name));
    }

    @Override
    public Reply verify(Request.Verify request, Talk talk)
            throws IOException, InterruptedException {
        return verification.verify(request, talk);
    }

    @Override
    public Reply rejects(Request.Rejects asked, Talk talk) throws IOException {
        return asked.what() == Request.Rejects.What.RETRY
                ? about(asked.source().orElse(""), "retry", s -> rejects.retry(s, asked))
                : rejects.answer(asked, talk);
    }

    private Reply pauseKnown(String name) {
        return store.write(tx -> pauseKnown(tx, name));
    }

    private static Reply pauseKnown(Tx tx, String name) {
        StreamRecord stream = record(tx, name);
        Optional<Pause> refused = stream.paused().filter(Pause::stopsDelivery);
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
        if (paused.get().isConflict()) {
            Comparisons.afterConflict(tx, name);
        }
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
        return windows.map(n -> n == 0 ? noWindows(source, days) : again(n, source, days))
                .orElseGet(
                        () ->
                                Reply.refused(
                                        source.name()
                                                + " was never read; it is read from its start as"
                                                + " soon as it can be reached."));
    }

    private static Reply again(int windows, SourceConfig source, Days days) {
        return Reply.done(
                ("%s of %s (%s) %s read again and what they hold is sent. What is then empty at the"
                                + " source stays as it is stored, and what lost much is held.")
                        .formatted(
                                Words.count(windows, "window"),
                                source.name(),
                                days,
                                Words.verb(windows, "is", "are")));
    }

    private Reply noWindows(SourceConfig source, Days days) {
        boolean already = store.read(tx -> isToBeRead(tx, source, days));
        if (already) {
            return Reply.done(
                    "The windows of %s (%s) are to be read again already."
                            .formatted(source.name(), days));
        }
        String until =
                store.read(tx -> tx.stream(source.name()))
                        .flatMap(StreamRecord::bound)
                        .map(bound -> " It was read up to " + Words.time(bound) + ".")
                        .orElse("");
        return Reply.refused(
                ("Nothing of %s lies in %s: these days are still to come, or older than its history"
                                + " or than source.%s.keeps.%s")
                        .formatted(source.name(), days, source.name(), until));
    }

    private static boolean isToBeRead(Tx tx, SourceConfig source, Days days) {
        return tx
                .windows(source.name(), days.start(source.zone()), days.end(source.zone()))
                .stream()
                .anyMatch(window -> window.state() == WindowRecord.State.STALE);
    }

    private Reply reimportFiles(SourceConfig source, Days days) {
        int files = store.write(tx -> FileDecisions.reimport(tx, source, fileDays(days)));
        if (files == 0) {
            return Reply.refused(
                    ("No file of %s that was taken has rows of %s. What is held or refused:"
                                    + " 'tidegate status'; a new file is taken when it is dropped.")
                            .formatted(source.name(), days));
        }
        return Reply.done(
                ("%s of %s (%s) %s read again and what they hold is sent. Those that lie neither in"
                                + " the folder nor in its archive are waited for.")
                        .formatted(
                                Words.count(files, "file"),
                                source.name(),
                                days,
                                Words.verb(files, "is", "are")));
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
        if (done.taken() + done.triedAgain() + done.dayless() == 0) {
            return nothingWaits(source, days);
        }
        String again =
                done.triedAgain() == 0
                        ? ""
                        : " %s only tried again: no yes makes %s readable."
                                .formatted(
                                        Words.count(done.triedAgain(), "file")
                                                + Words.verb(done.triedAgain(), " is", " are"),
                                        Words.verb(done.triedAgain(), "it", "them"));
        return Reply.done(
                "%s of %s %s read again and taken whatever speaks against %s.%s%s"
                        .formatted(
                                Words.count(done.taken(), "file"),
                                source.name(),
                                Words.verb(done.taken(), "is", "are"),
                                Words.verb(done.taken(), "it", "them"),
                                again,
                                dayless(done.dayless())));
    }

    private static Reply nothingWaits(SourceConfig source, Optional<Days> days) {
        return Reply.refused(
                "Nothing of %s%s waits for a decision."
                        .formatted(source.name(), days.map(d -> " (" + d + ")").orElse("")));
    }

    private Reply acceptWindows(SourceConfig source, Optional<Days> days) {
        Decisions.Accepted done =
                store.write(
                        tx -> Decisions.accept(tx, source, days.map(StoreCommands::windowDays)));
        String gone = days.isEmpty() ? gone(source.name()) : "";
        if (done.windows() == 0 && !done.shape()) {
            Reply nothing = nothingWaits(source, days);
            return gone.isEmpty() ? nothing : Reply.refused(nothing.text() + gone);
        }
        return Reply.done(
                (windows(done, source.name()) + shape(done, source.name()) + gone).strip());
    }

    private static String windows(Decisions.Accepted done, String name) {
        return done.windows() == 0
                ? ""
                : "%s of %s %s read again and sent, whatever %s."
                        .formatted(
                                Words.count(done.windows(), "window"),
                                name,
                                Words.verb(done.windows(), "is", "are"),
                                Words.verb(done.windows(), "it lacks", "they lack"));
    }

    private static String shape(Decisions.Accepted done, String name) {
        return done.shape()
                ? (" The columns of %s are taken as they are, and it is read again. Days older than its"
                                + " look-back and reconciliation stay as they were read before: if"
                                + " the columns mean something else now, say 'tidegate reimport %s"
                                + " --from DAY --to DAY' for them. An optional column that is"
                                + " gone is emptied in the cloud too, in every day that is read"
                                + " again.")
                        .formatted(name, name)
                : "";
    }

    /** One word must not empty what a purge has left in the cloud alone. */
    private String gone(String name) {
        long gone =
                store.read(tx -> tx.countWindows(name)).getOrDefault(WindowRecord.State.GONE, 0L);
        return gone == 0
                ? ""
                : (" What is gone at the source (%s) stays in the cloud; --from and --to with its days"
                                + " empty it there too.")
                        .formatted(Words.count(gone, "window"));
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
        return done.files() + done.dayless() == 0
                ? nothingWaits(source, days)
                : Reply.done(
                        "%s of %s %s not taken.%s"
                                .formatted(
                                        Words.count(done.files(), "file"),
                                        source.name(),
                                        Words.verb(done.files(), "is", "are"),
                                        dayless(done.dayless())));
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
        return kept == 0
                ? nothingWaits(source, days)
                : Reply.done(
                        "%s of %s %s stored."
                                .formatted(
                                        Words.count(kept, "window"),
                                        source.name(),
                                        Words.verb(kept, "stays as it is", "stay as they are")));
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
            return Reply.unknown(name, sources.keySet());
        }
        Reply reply = work.apply(source);
        Events.info(LOG, ControlEvent.COMMAND)
                .addKeyValue("stream", name)
                .log("{}: {}", command, reply.text());
        wake.accept(name);
        return reply;
    }
}
