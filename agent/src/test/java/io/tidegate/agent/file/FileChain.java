package io.tidegate.agent.file;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.source.sql.AcdDatabase;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.Comparisons;
import io.tidegate.agent.uplink.DeliveryLoop;
import io.tidegate.agent.uplink.wire.Uplink;
import io.tidegate.config.AgentConfig.Compression;
import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.AgentConfig.Proxy;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig;
import io.tidegate.ingest.IngestConfig;
import io.tidegate.ingest.IngestServer;
import io.tidegate.ingest.store.DatabaseSettings;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A drop folder, its intake, a real store, the real delivery over the wire, and the reference
 * ingest over a real PostgreSQL: what a person would find in its tables is what is asked. The clock
 * is turned by hand. Used by one thread.
 */
final class FileChain implements AutoCloseable {
    static final Instant T0 = DropFixture.T0;
    private static final String STREAM = DropFixture.STREAM;
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    final Path drop;
    final DropWriter writer;
    final TestClock clock = new TestClock(T0);
    final AcdDatabase postgres = new AcdDatabase();
    SqliteStore store;
    private final Path home;
    private final Doorbell bell = new Doorbell();
    private final IngestServer server;
    private CsvSourceBuilder source;
    private Path data;
    private int folders;
    private FileIntake intake;

    /** Whether the ingest is still to be asked what it has: after a start. */
    private boolean asksFirst;

    private Uplink uplink;
    private DeliveryLoop loop;

    FileChain(Path home, CsvSourceBuilder source) throws Exception {
        this.home = home;
        this.drop = Files.createDirectories(home.resolve("drop"));
        this.writer = new DropWriter(drop, T0);
        this.source = source.directory(drop);
        this.server = IngestServer.start(IngestConfig.onLoopback(database(), tokens()), clock);
        this.data = home.resolve("data");
        open();
    }

    private DatabaseSettings database() {
        return new DatabaseSettings(
                postgres.url(),
                Optional.of(Secret.of("postgres")),
                Optional.of(Secret.of("postgres")),
                2,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }

    private Path tokens() throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest("k3y".getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                home.resolve("tokens"), "acme berlin " + HexFormat.of().formatHex(hash) + "\n");
    }

    private void open() {
        String instance = "instance-" + folders;
        asksFirst = true;
        store = SqliteStore.open(data, clock, () -> instance);
        intake = intake(source.build());
        uplink = new Uplink(ingest(), "9.9", Map.of(), Clock.system());
        loop =
                new DeliveryLoop(
                        store,
                        uplink,
                        "berlin",
                        Set.of(STREAM),
                        Compression.AUTO,
                        _ -> Optional.empty(),
                        clock,
                        new SplittableRandom(1),
                        bell::ring);
    }

    private FileIntake intake(SourceConfig config) {
        var type = DataType.of(config.data()).orElseThrow();
        return new FileIntake(
                config,
                store,
                new BatchEncoder(
                        "berlin",
                        STREAM,
                        type,
                        config.intervalLength(),
                        config.zone(),
                        () -> "zstd"),
                value -> "k1:" + Integer.toHexString(value.hashCode()),
                _ -> Optional.empty(),
                clock,
                data);
    }

    private Ingest ingest() {
        return new Ingest(
                URI.create(server.url()),
                "tidegate",
                Optional.of(Secret.of("k3y")),
                Compression.AUTO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Proxy.None());
    }

    SourceConfig config() {
        return source.build();
    }

    /** Writes a file that bears a time so many seconds after the beginning, and carries it. */
    FileChain carry(int second, String name, String text) throws Exception {
        writer.at(T0.plusSeconds(second)).drop(name, text);
        return carry();
    }

    /** Intake and delivery of all that is complete, until nothing is left to do. */
    FileChain carry() throws Exception {
        read();
        deliver();
        read();
        deliver();
        return this;
    }

    /** Intake alone. */
    void read() throws InterruptedException {
        Instant end = clock.instant().plusSeconds(15);
        while (clock.instant().isBefore(end)) {
            while (intake.turn()) {
                // As long as there is work.
            }
            clock.advance(Duration.ofSeconds(1));
        }
    }

    /** Delivery alone, with the comparison that goes before the first batch. */
    void deliver() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        Instant asked = clock.instant().plusSeconds(asksFirst ? 10 : 0);
        asksFirst = false;
        while (clock.instant().isBefore(asked) || !isDelivered()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not delivered: " + loop.state());
            }
            if (!loop.turn()) {
                bell.await(Duration.ofMillis(50)); // An answer rings it.
                clock.advance(Duration.ofSeconds(1));
            }
        }
    }

    private boolean isDelivered() {
        return store.read(
                tx -> tx.usage().batches() == 0 && Comparisons.done(tx, STREAM) && isCurrent(tx));
    }

    /** Whether the ingest's epoch is the store's: a restored one has another. */
    private boolean isCurrent(Tx tx) {
        try {
            String epoch = postgres.ask("SELECT coalesce(max(epoch), 0) FROM agent_row");
            return Long.parseLong(epoch) == tx.agent().epoch();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void stop() {
        uplink.close();
        store.close();
    }

    /** A restart with other settings. */
    void restart(CsvSourceBuilder other) {
        source = other.directory(drop);
        stop();
        open();
    }

    void restart() {
        restart(source);
    }

    /** The data folder is gone; the files still lie there. */
    void loseFolder() {
        stop();
        folders++;
        data = home.resolve("data-" + folders);
        open();
    }

    /** Copies the data folder of a stopped agent. */
    Path saveFolder() throws IOException {
        stop();
        Path copy = home.resolve("saved");
        copy(data, copy);
        open();
        return copy;
    }

    /** The data folder is what it was when it was saved. */
    void restoreFolder(Path saved) throws IOException {
        stop();
        data = home.resolve("restored");
        copy(saved, data);
        open();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes as)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes as)
                            throws IOException {
                        Files.copy(file, to.resolve(from.relativize(file).toString()));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Keeps a copy of all that the ingest has stored. */
    void saveIngest() throws SQLException {
        postgres.run("DROP SCHEMA IF EXISTS saved CASCADE", "CREATE SCHEMA saved");
        for (String table : tables()) {
            postgres.run("CREATE TABLE saved." + table + " AS TABLE public." + table);
        }
    }

    /** The ingest's database is what it was when it was saved. */
    void restoreIngest() throws SQLException {
        postgres.run("TRUNCATE " + String.join(", ", tables()));
        postgres.run("SET session_replication_role = replica; " + refill());
    }

    private String refill() throws SQLException {
        var sql = new StringBuilder();
        for (String table : tables()) {
            sql.append("INSERT INTO public.").append(table);
            sql.append(" OVERRIDING SYSTEM VALUE SELECT * FROM saved.").append(table).append("; ");
        }
        return sql.toString();
    }

    private List<String> tables() throws SQLException {
        return postgres.list(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%\\_row'");
    }

    /** All batches that the ingest has ever taken. */
    int batches() throws SQLException {
        return Integer.parseInt(postgres.ask("SELECT count(*) FROM batch_row"));
    }

    /** Offered, answered and handling time of all intervals. */
    String totals() throws SQLException {
        return postgres.ask(
                "SELECT concat_ws(' ', sum(offered), sum(answered), sum(handlingtime)::int) FROM intervals");
    }

    /** By queue and interval of the day, in UTC: offered, answered, handling time. */
    List<String> intervals() throws SQLException {
        return postgres.list(
                "SELECT concat_ws(' ', queueidentifier, to_char(\"timestamp\" AT TIME ZONE 'UTC', 'HH24:MI'),"
                        + " offered, answered, handlingtime::int) FROM intervals");
    }

    /** By queue and time of the day, in UTC: contacts, answered, seconds. */
    List<String> contacts() throws SQLException {
        return postgres.list(
                "SELECT concat_ws(' ', queueidentifier, to_char(\"timestamp\" AT TIME ZONE 'UTC', 'HH24:MI:SS'),"
                        + " count(*), sum(answered), sum(duration)::int) FROM contacts"
                        + " GROUP BY queueidentifier, \"timestamp\"");
    }

    /** Everything remembered of files, oldest first. */
    List<FileRecord> files() {
        return store.read(tx -> tx.files(STREAM, EnumSet.allOf(State.class), 10_000));
    }

    /** What is remembered of the file that was last seen there. */
    FileRecord file(String name) {
        return files().stream()
                .filter(file -> file.path().endsWith(name))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /** A person's yes to all that waits. */
    void accept() {
        store.change(tx -> FileDecisions.accept(tx, config(), Optional.empty()));
    }

    @Override
    public void close() {
        stop();
        server.close();
    }
}
