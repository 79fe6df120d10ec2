package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether SQL Server would look at every row of a large table for a window of an hour, by the plan
 * that it shows as XML (Microsoft's schema "showplanxml") without running the query. Not proven
 * against a server. Stateless.
 */
final class SqlServerCost {
    private static final long LARGE = 100_000;
    private static final Pattern ELEMENT = Pattern.compile("<(RelOp|Object)\\b([^>]*)>");
    private static final Pattern WHOLE =
            Pattern.compile("PhysicalOp=\"(?:Table|Clustered Index|Index) Scan\"");
    private static final Pattern ROWS = Pattern.compile("\\bTableCardinality=\"([0-9.eE+]+)\"");
    private static final Pattern SCHEMA = Pattern.compile("\\bSchema=\"([^\"]*)\"");
    private static final Pattern TABLE = Pattern.compile("\\bTable=\"([^\"]*)\"");
    private static final Pattern MISSING =
            Pattern.compile(
                    "<MissingIndex\\b[^>]*\\bSchema=\"([^\"]*)\" Table=\"([^\"]*)\"[^>]*>\\s*"
                            + "<ColumnGroup Usage=\"(?:EQUALITY|INEQUALITY)\">\\s*<Column Name=\"([^\"]*)\"");

    private SqlServerCost() {}

    /** The plan of a window's query. Nothing is run as long as plans are shown. */
    static String plan(Inspection.Case query) throws SQLException {
        try (Statement statement = query.connection().createStatement()) {
            statement.execute("SET SHOWPLAN_XML ON");
            try (var result = statement.executeQuery(written(query))) {
                return result.next() ? String.valueOf(result.getString(1)) : "";
            } finally {
                statement.execute("SET SHOWPLAN_XML OFF");
            }
        }
    }

    private static String written(Inspection.Case query) {
        Plan plan = query.plan();
        var text = new StringBuilder(plan.pieces().getFirst());
        for (int i = 0; i < plan.parameters().size(); i++) {
            Plan.Parameter parameter = plan.parameters().get(i);
            String literal = literal(parameter.value(query.from(), query.to()));
            text.append(parameter.marker().text().replace("?", literal));
            text.append(plan.pieces().get(i + 1));
        }
        return text.toString();
    }

    /** Typed as the driver types it. */
    private static String literal(Object value) {
        return switch (value) {
            case LocalDateTime time ->
                    "CAST('%s' AS datetime2)"
                            .formatted(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
            case OffsetDateTime time ->
                    "CAST('%s' AS datetimeoffset)"
                            .formatted(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
            case LocalDate date -> "CAST('%s' AS date)".formatted(date);
            case Number number -> number.toString();
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }

    static List<Finding> judge(String plan) {
        var found = new ArrayList<Finding>();
        String operator = "";
        for (Matcher element = ELEMENT.matcher(plan); element.find(); ) {
            if (element.group(1).equals("RelOp")) {
                operator = element.group(2);
            } else if (isLarge(operator)) {
                found.add(large(operator, element.group(2), plan));
                operator = "";
            }
        }
        return found.isEmpty()
                ? List.of(Finding.ok("the plan for a window reads no large table as a whole"))
                : found;
    }

    private static boolean isLarge(String operator) {
        return WHOLE.matcher(operator).find() && rows(operator) > LARGE;
    }

    private static long rows(String operator) {
        Matcher rows = ROWS.matcher(operator);
        return rows.find() ? (long) Double.parseDouble(rows.group(1)) : 0;
    }

    private static Finding large(String operator, String object, String plan) {
        String table = part(SCHEMA, object) + '.' + part(TABLE, object);
        Finding finding =
                Finding.warn(
                        "each read of an hour looks at every row of %s, about %,d of them"
                                .formatted(table, rows(operator)),
                        "an index on its time column is missing, or the query compares that column within a function; ask the database's owner");
        return finding.with(missing(table, plan));
    }

    private static String part(Pattern name, String object) {
        Matcher part = name.matcher(object);
        return part.find() ? part.group(1) : "?";
    }

    /** What the server itself would like to have. */
    private static List<String> missing(String table, String plan) {
        for (Matcher index = MISSING.matcher(plan); index.find(); ) {
            if (table.equals(index.group(1) + '.' + index.group(2))) {
                return List.of(
                        "CREATE INDEX tidegate_time ON %s (%s);".formatted(table, index.group(3)));
            }
        }
        return List.of();
    }
}
