package io.tidegate.agent.source.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A small answer of a database: rows of texts, a null as an empty one. Stateless. */
final class Asked {
    private Asked() {}

    /** The text as it stands: a question mark in it is none of JDBC's. */
    static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    /**
     * @param values of the question marks, each a text
     */
    static List<List<String>> rows(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return rows(result);
            }
        }
    }

    private static List<List<String>> rows(ResultSet result) throws SQLException {
        var rows = new ArrayList<List<String>>();
        while (result.next()) {
            rows.add(row(result));
        }
        return rows;
    }

    private static List<String> row(ResultSet result) throws SQLException {
        var row = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String value = result.getString(i);
            row.add(value == null ? "" : value);
        }
        return row;
    }

    /** The first value, empty if there is no row. */
    static String one(Connection connection, String sql) throws SQLException {
        List<List<String>> rows = rows(connection, sql);
        return rows.isEmpty() ? "" : rows.getFirst().getFirst();
    }
}
