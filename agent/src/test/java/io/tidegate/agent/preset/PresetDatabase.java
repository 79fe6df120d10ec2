package io.tidegate.agent.preset;

import io.tidegate.agent.source.sql.AcdDatabase;
import io.tidegate.agent.source.sql.MariaDbServer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A real database that plays an ACD's. One server of a kind for all tests, which ends with the JVM.
 *
 * @param url of a database of its own
 */
record PresetDatabase(String url, String user, String password) {
    static PresetDatabase postgres() throws IOException, SQLException {
        return new PresetDatabase(new AcdDatabase().url(), "postgres", "postgres");
    }

    /** Skips the test where no MariaDB is installed. */
    static PresetDatabase mariaDb() throws IOException, InterruptedException, SQLException {
        String server = "jdbc:mariadb://127.0.0.1:%d/".formatted(MariaDbServer.shared().port());
        String name = "preset_" + UUID.randomUUID().toString().replace("-", "");
        at(server).run("CREATE DATABASE " + name);
        return at(server + name);
    }

    private static PresetDatabase at(String url) {
        return new PresetDatabase(url, MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    PresetDatabase run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    /** Adds rows, each with a value for every column: a text or a number, or null. */
    PresetDatabase fill(String table, Iterable<? extends Iterable<?>> rows) throws SQLException {
        var sql = new StringBuilder();
        for (Iterable<?> row : rows) {
            sql.append(sql.isEmpty() ? "INSERT INTO " + table + " VALUES " : ",\n");
            String comma = "(";
            for (Object value : row) {
                sql.append(comma).append(value == null ? "NULL" : "'" + value + "'");
                comma = ", ";
            }
            sql.append(')');
        }
        return sql.isEmpty() ? this : run(sql.toString());
    }
}
