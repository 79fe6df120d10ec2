package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.sql.Accounts;
import io.tidegate.agent.source.sql.DatabaseDoctor;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.uplink.IngestDoctor;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;
import io.tidegate.config.SourceConfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tries everything that a configuration names, for real and within a minute, or two where a query
 * is so slow that the connector would give it up. Changes nothing, sends nothing, and shows neither
 * a secret nor a row. Used by one thread.
 */
public final class Doctor {
    private static final Duration WHOLE = Duration.ofSeconds(55);
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration LOGIN = Duration.ofSeconds(15);
    private static final Duration QUERY = Duration.ofSeconds(15);
    private static final Duration AROUND = Duration.ofSeconds(30);
    private static final Duration COUNT = Duration.ofSeconds(5);
    private static final Duration INGEST = Duration.ofSeconds(25);

    private final Loaded loaded;
    private final Set<String> said;
    private final AgentConfig config;
    private final String version;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Accounts accounts;

    /**
     * @param loaded of which at least the sources can be used
     * @param said keys that were given on the command line and stand otherwise in the file
     * @param version of this program
     * @param environment where a proxy may be named
     */
    public Doctor(
            Loaded loaded,
            Set<String> said,
            String version,
            Map<String, String> environment,
            Clock clock) {
        this.loaded = loaded;
        this.said = Set.copyOf(said);
        this.config = loaded.config().or(loaded::toRead).orElseThrow();
        this.version = version;
        this.environment = environment;
        this.clock = clock;
        this.accounts = new Accounts(clock, config.dataDir());
    }

    /**
     * Looks at what that source needs, or at everything.
     *
     * @param each told every finding, in order, as soon as it is known
     */
    public void examine(Optional<String> source, Consumer<Placed> each)
            throws InterruptedException {
        Predicate<String> chosen = name -> source.map(name::equals).orElse(true);
        List<List<Step>> rows = new ArrayList<>();
        rows.add(machine());
        if (source.isEmpty()) {
            rows.add(problems());
        }
        config.databases()
                .values()
                .forEach(database -> rows.add(database(database, chosen, source.isEmpty())));
        config.sources().values().stream()
                .filter(s -> chosen.test(s.name()))
                .forEach(s -> rows.add(folder(s)));
        if (source.isEmpty()) {
            rows.add(around());
            rows.add(ingest());
        }
        new Checkup(clock, whole(chosen)).run(rows, each);
    }

    /** Long enough to see one query fail. */
    private Duration whole(Predicate<String> chosen) {
        return config.sources().values().stream()
                .filter(s -> chosen.test(s.name()))
                .map(SourceConfig::origin)
                .filter(SourceConfig.Sql.class::isInstance)
                .map(SourceConfig.Sql.class::cast)
                .map(sql -> TrialRead.limit(sql).plus(AROUND))
                .reduce(WHOLE, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    private List<Step> machine() {
        return List.of(
                quick("machine", "the account", out -> Machine.account(version, out)),
                quick(
                        "configuration",
                        "the rights of the file",
                        out -> Machine.configuration(config, said, out)));
    }

    private static Step quick(String place, String name, Step.Look look) {
        return new Step(place, name, QUICK, false, look);
    }

    /** What is at fault is not tried; the rest is. */
    private List<Step> problems() {
        return List.of(
                quick(
                        "configuration",
                        "its problems",
                        out -> loaded.all().forEach(problem -> out.accept(said(problem)))));
    }

    private Finding said(Problem problem) {
        String place = problem.line() == 0 ? "" : "line %d, ".formatted(problem.line());
        Finding finding = Finding.fail("%s%s: %s".formatted(place, problem.key(), problem.what()));
        return finding.with(problem.paste().stream().flatMap(String::lines).toList());
    }

    /** A database without a source that is looked at is tried only if everything is. */
    private List<Step> database(
            AgentConfig.Database database, Predicate<String> chosen, boolean everything) {
        List<SourceConfig> sources =
                config.sources().values().stream()
                        .filter(s -> chosen.test(s.name()) && reads(s, database))
                        .toList();
        boolean faulty = loaded.databases().containsKey(database.name());
        if (faulty || sources.isEmpty() && !everything) {
            return List.of();
        }
        var doctor = new DatabaseDoctor(database, clock, accounts);
        String place = "database " + database.name();
        List<Step> steps = new ArrayList<>();
        steps.add(
                new Step(
                        place,
                        "the login",
                        LOGIN,
                        true,
                        Optional.of(noConnection(database)),
                        out ->
                                doctor.connection(
                                        sources.stream().map(SourceConfig::zone).findFirst(),
                                        out)));
        sources.forEach(source -> steps.addAll(query(doctor, database, source)));
        return steps;
    }

    private static Finding noConnection(AgentConfig.Database database) {
        return Finding.fail(
                "no connection came about within %d s".formatted(LOGIN.toSeconds()),
                "a firewall in between, most likely: let this machine through to what database.%s.url names"
                        .formatted(database.name()));
    }

    private static Finding noRow(SourceConfig.Sql sql) {
        return Finding.warn(
                "an hour was not read within %d s, so it was given up; the connector would wait for sql.query-timeout = %s"
                        .formatted(
                                TrialRead.limit(sql).toSeconds(),
                                Words.duration(sql.queryTimeout())),
                "see what makes the query slow: is there an index on its time column?");
    }

    private static boolean reads(SourceConfig source, AgentConfig.Database database) {
        return source.origin() instanceof SourceConfig.Sql sql
                && sql.database().equals(database.name());
    }

    private List<Step> query(
            DatabaseDoctor doctor, AgentConfig.Database database, SourceConfig source) {
        String place = "source " + source.name();
        var sql = (SourceConfig.Sql) source.origin();
        var good = new Good();
        var read = new TrialRead(database, source, clock, accounts);
        return List.of(
                new Step(
                        place,
                        "a look at the query",
                        QUERY,
                        false,
                        out -> doctor.query(source, good.watching(out))),
                new Step(
                        place,
                        "reading an hour",
                        TrialRead.limit(sql),
                        false,
                        Optional.of(noRow(sql)),
                        out -> {
                            if (good.holds()) {
                                read.look(good.watching(out));
                                good.wasRead();
                            }
                        }),
                new Step(
                        place,
                        "counting what is not read",
                        COUNT,
                        false,
                        Optional.of(
                                Finding.ok(
                                        "rows without a time or older than the history were not counted: that takes more than %d s"
                                                .formatted(COUNT.toSeconds()))),
                        out -> {
                            if (good.isRead()) {
                                read.outside(out);
                            }
                        }));
    }

    /** Whether nothing has failed so far, so that what builds on it makes sense. */
    private static final class Good {
        private volatile boolean holds = true;
        private volatile boolean read;

        Consumer<Finding> watching(Consumer<Finding> out) {
            return finding -> {
                holds &= finding.level() != Finding.Level.FAIL;
                out.accept(finding);
            };
        }

        boolean holds() {
            return holds;
        }

        void wasRead() {
            read = true;
        }

        /** Whether an hour came in time, so that more may be asked. */
        boolean isRead() {
            return holds && read;
        }
    }

    private static List<Step> folder(SourceConfig source) {
        return switch (source.origin()) {
            case SourceConfig.Csv csv ->
                    List.of(
                            new Step(
                                    "source " + source.name(),
                                    "a look into the folder",
                                    QUERY,
                                    false,
                                    new DropFolder(source, csv)::look));
            case SourceConfig.Sql _ -> List.of();
        };
    }

    private List<Step> around() {
        var data = new DataFolder(config, clock);
        return List.of(
                quick("data folder", "a look at it", data::look),
                quick(
                        "status page",
                        "the port",
                        out -> LocalPort.look(config.http(), data.isHeld(), out)));
    }

    private List<Step> ingest() {
        if (config.ingest().isEmpty()) {
            boolean faulty = loaded.config().isEmpty();
            return List.of(
                    quick(
                            "ingest",
                            "the settings",
                            out -> {
                                if (!faulty) {
                                    out.accept(unset());
                                }
                            }));
        }
        return List.of(
                new Step(
                        "ingest",
                        "the question how far the ingest is",
                        INGEST,
                        false,
                        new IngestDoctor(
                                        config.name(),
                                        config.ingest().get(),
                                        version,
                                        environment,
                                        clock)
                                ::look));
    }

    private Finding unset() {
        Finding finding =
                Finding.warn(
                        "ingest.url is not set", "set it before 'tidegate run', which needs it");
        return loaded.missingToRun()
                .flatMap(Problem::paste)
                .map(line -> finding.with(List.of(line)))
                .orElse(finding);
    }
}
