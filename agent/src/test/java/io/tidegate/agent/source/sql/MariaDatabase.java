package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;

/** A database of a MariaDB server that plays an ACD's. */
final class MariaDatabase {
    private final String name = "acd_" + UUID.randomUUID().toString().replace("-", "");
    private final int port;

    MariaDatabase(MariaDbServer server) throws SQLException {
        port = server.port();
        try (var connection = connect("");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        }
    }

    MariaDatabase run(String... statements) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    /** The one value of a query. */
    String ask(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    Connection connect() throws SQLException {
        return connect(name);
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", MariaDbServer.USER);
        properties.setProperty("password", MariaDbServer.PASSWORD);
        return new org.mariadb.jdbc.Driver()
                .connect("jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, database), properties);
    }

    String name() {
        return name;
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, name);
    }

    AgentConfig.Database config() {
        return AcdDatabase.config(url(), MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    Source open(SourceConfig source) throws Exception {
        return new SqlDatabase(config(), Clock.system()).open(source);
    }

    AcdDatabase.Read read(SourceConfig source, Instant from, Instant to) throws Exception {
        try (Source opened = open(source)) {
            return AcdDatabase.read(opened, source, from, to);
        }
    }

    AcdDatabase.Read read(SourceConfig source) throws Exception {
        return read(source, AcdDatabase.BEGINNING, AcdDatabase.END);
    }
}
