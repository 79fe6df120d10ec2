package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether PostgreSQL would look at every row of a large table for a window of an hour. Its own
 * numbers decide, so they are as good as its last ANALYZE. Used by one thread.
 */
final class PostgresCost {
    static final long LARGE = 100_000;

    /** Bytes of a row of a table that was never counted. */
    private static final int USUAL_WIDTH = 100;

    /** A column that is compared as it is: in an expression an index on it is of no use. */
    private static final Pattern COMPARED =
            Pattern.compile(
                    "\\((?:[^().\\s]+\\.)?(\"(?:[^\"]|\"\")+\"|[a-z_][\\w$]*) (?:>=|>|<|<=) ");

    private static final String TABLE =
            """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
              CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint
                ELSE pg_relation_size(c.oid) / %d END,
              coalesce((SELECT quote_ident(pn.nspname) || '.' || quote_ident(p.relname)
                FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
                JOIN pg_namespace pn ON pn.oid = p.relnamespace
                WHERE h.inhrelid = c.oid AND p.relkind = 'p'), ''),
              coalesce((SELECT min(quote_ident(x.relname)) FROM pg_index i
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                JOIN pg_class x ON x.oid = i.indexrelid
                WHERE i.indrelid = c.oid AND quote_ident(a.attname) = ?), '')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
            """
                    .formatted(USUAL_WIDTH);

    private final Connection connection;
    private final Consumer<Finding> out;

    PostgresCost(Connection connection, Consumer<Finding> out) {
        this.connection = connection;
        this.out = out;
    }

    /**
     * @param parent the partitioned table that it is a part of; may be empty
     * @param index one that begins with the column; may be empty
     */
    private record Table(String name, long rows, String parent, String index) {
        String whole() {
            return parent.isEmpty() ? name : parent;
        }
    }

    void look(List<PostgresScans> scans) throws SQLException {
        boolean fine = true;
        for (PostgresScans scan : scans.stream().filter(PostgresScans::isWhole).toList()) {
            Optional<String> column = column(scan.filter());
            Optional<Table> table = table(scan, column.orElse(""));
            if (table.isPresent() && table.get().rows() > LARGE) {
                out.accept(large(table.get(), column));
                fine = false;
            }
        }
        if (fine) {
            out.accept(Finding.ok("the plan for a window reads no large table as a whole"));
        }
    }

    static Optional<String> column(String filter) {
        Matcher matcher = COMPARED.matcher(filter);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Optional<Table> table(PostgresScans scan, String column) throws SQLException {
        return Asked.rows(connection, TABLE, column, scan.schema(), scan.table()).stream()
                .findFirst()
                .map(r -> new Table(r.get(0), Long.parseLong(r.get(1)), r.get(2), r.get(3)));
    }

    private static Finding large(Table table, Optional<String> column) {
        String what =
                "each read of an hour looks at every row of %s, about %,d of them"
                        .formatted(table.name(), table.rows());
        if (column.isEmpty()) {
            return Finding.warn(
                    what,
                    "compare its time column as it is, without a function or cast around it, and see that it has an index");
        }
        if (!table.index().isEmpty()) {
            return Finding.warn(
                            what,
                            "the index %s is there and not used; count its rows anew:"
                                    .formatted(table.index()))
                    .with(List.of("ANALYZE %s;".formatted(table.name())));
        }
        String concurrently = table.parent().isEmpty() ? "CONCURRENTLY " : "";
        return Finding.warn(
                        what, "an index on its time column is missing; ask the database's owner:")
                .with(
                        List.of(
                                "CREATE INDEX %sON %s (%s);"
                                        .formatted(concurrently, table.whole(), column.get())));
    }
}
