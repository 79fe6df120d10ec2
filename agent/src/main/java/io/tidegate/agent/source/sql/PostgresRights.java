package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether a login of PostgreSQL could write to what a query reads: the session is read-only, but a
 * right that is not there cannot be misused at all. Looks at the tables of the query's plan, what
 * they are partitions of, and the views over them. Used by one thread.
 */
final class PostgresRights {
    /** Upwards: from a table to the views that read it and the table that it is a part of. */
    private static final String TOUCHED =
            """
            WITH RECURSIVE up(below, above) AS (
              SELECT d.refobjid, r.ev_class FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
              WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
                AND r.ev_class <> d.refobjid
              UNION ALL SELECT inhrelid, inhparent FROM pg_inherits),
            touched(id) AS (
              SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE (n.nspname, c.relname) IN (%s)
              UNION SELECT up.above FROM touched JOIN up ON up.below = touched.id)
            SELECT c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
              quote_ident(n.nspname),
              concat_ws(', ',
                CASE WHEN has_any_column_privilege(c.oid, 'INSERT') THEN 'INSERT' END,
                CASE WHEN has_any_column_privilege(c.oid, 'UPDATE') THEN 'UPDATE' END,
                CASE WHEN has_table_privilege(c.oid, 'DELETE') THEN 'DELETE' END,
                CASE WHEN has_table_privilege(c.oid, 'TRUNCATE') THEN 'TRUNCATE' END),
              pg_has_role(c.relowner, 'USAGE'),
              (SELECT string_agg(DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC'
                    WHEN (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN 'SELF'
                    ELSE 'ROLE' END, ' ')
               FROM aclexplode(c.relacl)
               WHERE privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
                 AND (grantee = 0 OR pg_has_role(grantee, 'USAGE'))),
              quote_ident(current_user)
            FROM touched JOIN pg_class c ON c.oid = touched.id
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY 2
            """;

    /** Where tables can be made, and from whom that right can be taken. */
    private static final String SCHEMAS =
            """
            SELECT quote_ident(nspname),
              (SELECT min(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(current_user) END)
               FROM aclexplode(nspacl)
               WHERE privilege_type = 'CREATE' AND (grantee = 0
                 OR grantee = (SELECT oid FROM pg_roles WHERE rolname = current_user)))
            FROM pg_namespace
            WHERE quote_ident(nspname) IN (%s) AND has_schema_privilege(oid, 'CREATE')
            """;

    private static final String USER = "tidegate_reader";

    private final Connection connection;
    private final String query;
    private final Consumer<Finding> out;

    /**
     * @param query its text
     */
    PostgresRights(Connection connection, String query, Consumer<Finding> out) {
        this.connection = connection;
        this.query = query;
        this.out = out;
    }

    /**
     * @param grants by whom the rights to write come: SELF, PUBLIC, ROLE; empty for an owner's
     */
    private record Table(
            String plain,
            String name,
            String schema,
            String writes,
            boolean owned,
            String grants,
            String user) {
        static Table of(List<String> row) {
            return new Table(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    row.get(4).equals("t"),
                    row.get(5),
                    row.get(6));
        }
    }

    void look(List<PostgresScans> scans) throws SQLException {
        if (scans.isEmpty()) {
            out.accept(Finding.ok("the query reads no table, so there is nothing to write to"));
            return;
        }
        List<Table> tables = tables(scans);
        List<Table> writable = tables.stream().filter(t -> !t.writes().isEmpty()).toList();
        if (isSuperuser()) {
            out.accept(
                    Finding.warn(
                                    "the login is a superuser and may do anything",
                                    "use one that may only read:")
                            .with(ofItsOwn(tables)));
        } else if (writable.isEmpty()) {
            out.accept(Finding.ok("the login cannot write to what the query reads"));
        } else {
            out.accept(writable(writable, tables));
        }
        schemas(tables);
    }

    private List<Table> tables(List<PostgresScans> scans) throws SQLException {
        String names =
                scans.stream()
                        .map(s -> "(%s, %s)".formatted(literal(s.schema()), literal(s.table())))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return Asked.rows(connection, TOUCHED.formatted(names)).stream().map(Table::of).toList();
    }

    private static String literal(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    private boolean isSuperuser() throws SQLException {
        return Asked.one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                .equals("t");
    }

    private Finding writable(List<Table> writable, List<Table> all) {
        String what =
                writable.stream()
                        .limit(5)
                        .map(t -> "%s (%s)".formatted(t.name(), t.owned() ? "owner" : t.writes()))
                        .collect(Collectors.joining(", "));
        String more = writable.size() > 5 ? " and %d more".formatted(writable.size() - 5) : "";
        Finding finding =
                Finding.warn(
                        "the login could write to %s%s, were the session not read-only"
                                .formatted(what, more),
                        remedy(writable));
        return finding.with(paste(writable, all));
    }

    private static boolean onlyBy(List<Table> writable, String whom) {
        return writable.stream().allMatch(t -> t.grants().equals(whom) && !t.owned());
    }

    private static String remedy(List<Table> writable) {
        if (onlyBy(writable, "SELF")) {
            return "take that away:";
        }
        return onlyBy(writable, "PUBLIC")
                ? "everybody may, by PUBLIC: take that away if nobody else needs it:"
                : "use one that may only read:";
    }

    private List<String> paste(List<Table> writable, List<Table> all) {
        boolean self = onlyBy(writable, "SELF");
        if (!self && !onlyBy(writable, "PUBLIC")) {
            return ofItsOwn(all);
        }
        return writable.stream()
                .map(t -> revoke(t.writes(), t.name(), self ? t.user() : "PUBLIC"))
                .toList();
    }

    private static String revoke(String rights, String table, String from) {
        return "REVOKE %s ON %s FROM %s;".formatted(rights, table, from);
    }

    /** A login that may read what the query names, and nothing else. */
    private List<String> ofItsOwn(List<Table> touched) {
        List<Table> named = touched.stream().filter(t -> isNamed(t.plain())).toList();
        List<Table> tables = named.isEmpty() ? touched : named;
        var lines = new ArrayList<String>();
        lines.add("CREATE ROLE %s LOGIN PASSWORD '<choose one>';".formatted(USER));
        tables.stream()
                .map(Table::schema)
                .distinct()
                .forEach(s -> lines.add("GRANT USAGE ON SCHEMA %s TO %s;".formatted(s, USER)));
        tables.forEach(t -> lines.add("GRANT SELECT ON %s TO %s;".formatted(t.name(), USER)));
        return lines;
    }

    /** A right to make tables is one to fill the disk. */
    private void schemas(List<Table> tables) throws SQLException {
        if (tables.isEmpty() || isSuperuser()) {
            return;
        }
        String names =
                tables.stream()
                        .map(t -> literal(t.schema()))
                        .distinct()
                        .collect(Collectors.joining(", "));
        for (List<String> row : Asked.rows(connection, SCHEMAS.formatted(names))) {
            out.accept(schema(row.get(0), row.get(1)));
        }
    }

    /**
     * @param from whom to take it; empty if it comes by a role or by owning the schema
     */
    private static Finding schema(String name, String from) {
        String what = "the login may make tables in the schema " + name;
        if (from.isEmpty()) {
            return Finding.warn(what, "use a login that may only read");
        }
        String remedy =
                from.equals("PUBLIC")
                        ? "everybody may, by PUBLIC: take that away if nobody else needs it:"
                        : "take that away:";
        return Finding.warn(what, remedy)
                .with(List.of("REVOKE CREATE ON SCHEMA %s FROM %s;".formatted(name, from)));
    }

    /** Of the tables and the views over them, those that the query itself names. */
    private boolean isNamed(String table) {
        return Pattern.compile(
                        "(?<![\\w$])" + Pattern.quote(table) + "(?![\\w$])",
                        Pattern.CASE_INSENSITIVE)
                .matcher(query)
                .find();
    }
}
