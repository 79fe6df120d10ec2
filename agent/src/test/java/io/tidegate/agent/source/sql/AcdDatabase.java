package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Checked;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A PostgreSQL that plays an ACD's database. One server for all tests, a database for each. */
public final class AcdDatabase {
    static final Instant BEGINNING = Instant.parse("1990-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private static EmbeddedPostgres server;

    private final String name = "acd_" + UUID.randomUUID().toString().replace("-", "");
    private final int port;

    public AcdDatabase() throws IOException, SQLException {
        port = server().getPort();
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    /** The server ends with the JVM. */
    private static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.builder().setCleanDataDirectory(true).start();
        }
        return server;
    }

    public AcdDatabase run(String... statements) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    /** The one value of a query. */
    public String ask(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** The only column of a query, sorted. */
    public List<String> list(String sql) throws SQLException {
        List<String> answer = new ArrayList<>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                answer.add(result.getString(1));
            }
        }
        answer.sort(null);
        return answer;
    }

    Connection connect() throws SQLException {
        return connect(name);
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s".formatted(port, database), "postgres", "");
    }

    int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://localhost:%d/%s".formatted(port, name);
    }

    public AgentConfig.Database config() {
        return config(url(), "postgres", "");
    }

    static AgentConfig.Database config(String url, String user, String password) {
        return new AgentConfig.Database(
                "acd",
                url,
                Optional.of(Secret.of(user)),
                Optional.of(Secret.of(password)),
                Optional.empty());
    }

    Source open(SourceConfig source) throws Exception {
        return new SqlDatabase(config(), Clock.system()).open(source);
    }

    /** Reads a range through the check, as a stream would. */
    Read read(SourceConfig source, Instant from, Instant to) throws Exception {
        try (Source opened = open(source)) {
            return read(opened, source, from, to);
        }
    }

    static Read read(Source opened, SourceConfig source, Instant from, Instant to)
            throws Exception {
        var read = new Read(source);
        opened.read(from, to, read);
        read.check.finish(read.checked);
        return read;
    }

    Read read(SourceConfig source) throws Exception {
        return read(source, BEGINNING, END);
    }

    /** What a read gave. */
    static final class Read implements RowSink {
        final Checked checked = new Checked();
        final List<List<Object>> raw = new ArrayList<>();
        private final SourceConfig source;
        RawShape shape;
        RowCheck check;

        private Read(SourceConfig source) {
            this.source = source;
        }

        @Override
        public void shape(RawShape shape) throws ShapeException {
            this.shape = shape;
            var data = DataType.of(source.data()).orElseThrow();
            check = new RowCheck(source, data, shape, value -> "#" + value);
            check.begin(Checked.LATEST);
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            var values = new ArrayList<>();
            for (int i = 0; i < shape.names().size(); i++) {
                values.add(row.value(i));
            }
            raw.add(values);
            check.check(row, checked);
        }

        List<String> shown() {
            return checked.shown();
        }
    }
}
