package io.tidegate.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

/** What the ACD holds against what the ingest has stored, per stream, local day and queue. */
final class Comparison {
    /**
     * @param stream the connector's stream
     * @param acd rows of (day, key, rows, three totals) in the ACD
     * @param ingest the same at the ingest
     * @param totals what the three totals are
     */
    private record Pair(String stream, String acd, String ingest, String totals) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair(
                            "calls",
                            """
                            SELECT (started AT TIME ZONE 'Europe/Berlin')::date, queue_id, count(*), count(*), sum(answered),
                                coalesce(sum(talk_s + hold_s + wrap_s), 0) FROM call GROUP BY 1, 2
                            """,
                            """
                            SELECT (timestamp AT TIME ZONE 'Europe/Berlin')::date, queueidentifier, count(*), count(*),
                                sum(answered::int), coalesce(sum(duration), 0) FROM contacts WHERE stream = 'calls' GROUP BY 1, 2
                            """,
                            "offered, answered, handling time"),
                    new Pair(
                            "quarter-hours",
                            """
                            SELECT (slot AT TIME ZONE 'Europe/Berlin')::date, queue_id, count(*), sum(n), sum(a), sum(h) FROM (
                                SELECT queue_id, date_bin('15 minutes', started, timestamptz '2000-01-01 00:00Z') AS slot, count(*) AS n,
                                    sum(answered) AS a, coalesce(sum(talk_s + hold_s + wrap_s), 0) AS h FROM call GROUP BY 1, 2) s
                            WHERE slot + interval '15 minutes' <= ?::timestamptz GROUP BY 1, 2
                            """,
                            """
                            SELECT (timestamp AT TIME ZONE 'Europe/Berlin')::date, queueidentifier, count(*), sum(offered), sum(answered),
                                sum(handlingtime) FROM intervals
                            WHERE stream = 'quarter-hours' AND timestamp + interval '15 minutes' <= ?::timestamptz GROUP BY 1, 2
                            """,
                            "offered, answered, handling time"),
                    new Pair(
                            "agents",
                            """
                            SELECT started::date, state, count(*), count(*), count(ended),
                                coalesce(sum(extract(epoch FROM ended - started)), 0) FROM agent_state GROUP BY 1, 2
                            """,
                            """
                            SELECT (starttime AT TIME ZONE 'Europe/Berlin')::date, activity, count(*), count(*), count(endtime),
                                coalesce(sum(extract(epoch FROM (endtime AT TIME ZONE 'Europe/Berlin') - (starttime AT TIME ZONE 'Europe/Berlin'))), 0)
                            FROM agent_status WHERE stream = 'agents' GROUP BY 1, 2
                            """,
                            "spans, closed spans, seconds"),
                    new Pair(
                            "chats",
                            "SELECT slot::date, queue, count(*), sum(offered), sum(answered), sum(handling) FROM chat GROUP BY 1, 2",
                            """
                            SELECT (timestamp AT TIME ZONE 'Europe/Berlin')::date, queueidentifier, count(*), sum(offered), sum(answered),
                                sum(handlingtime) FROM intervals WHERE stream = 'chats' GROUP BY 1, 2
                            """,
                            "offered, answered, handling time"));

    /**
     * One stream's outcome.
     *
     * @param acd rows and three totals in the ACD; {@code ingest} the same at the ingest
     * @param differing how many pairs of local day and queue differ in any number
     */
    record Outcome(
            String stream,
            List<BigDecimal> acd,
            List<BigDecimal> ingest,
            long differing,
            String totals) {
        boolean equal() {
            return differing == 0;
        }
    }

    private final DataSource acd;
    private final DataSource ingest;

    Comparison(DataSource acd, DataSource ingest) {
        this.acd = acd;
        this.ingest = ingest;
    }

    /**
     * @param until interval rows that end later are left out on both sides
     */
    List<Outcome> outcomes(String until) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Pair pair : PAIRS) {
            var left = read(acd, pair.acd(), until);
            var right = read(ingest, pair.ingest(), until);
            var keys = new java.util.TreeSet<>(left.keySet());
            keys.addAll(right.keySet());
            long differing = keys.stream().filter(k -> !same(left.get(k), right.get(k))).count();
            outcomes.add(
                    new Outcome(pair.stream(), sum(left), sum(right), differing, pair.totals()));
        }
        return outcomes;
    }

    private static Map<String, List<BigDecimal>> read(DataSource where, String sql, String until)
            throws SQLException {
        Map<String, List<BigDecimal>> found = new TreeMap<>();
        try (Connection connection = where.getConnection();
                var statement = connection.prepareStatement(sql)) {
            if (sql.contains("?")) {
                statement.setString(1, until);
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var numbers = new ArrayList<BigDecimal>();
                    for (int column = 3; column <= 6; column++) {
                        numbers.add(rows.getBigDecimal(column));
                    }
                    found.put(rows.getString(1) + " " + rows.getString(2), numbers);
                }
            }
        }
        return found;
    }

    private static boolean same(List<BigDecimal> left, List<BigDecimal> right) {
        if (left == null || right == null) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).compareTo(right.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<BigDecimal> sum(Map<String, List<BigDecimal>> all) {
        List<BigDecimal> sums =
                new ArrayList<>(
                        List.of(
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO));
        for (var numbers : all.values()) {
            for (int i = 0; i < 4; i++) {
                sums.set(i, sums.get(i).add(numbers.get(i)));
            }
        }
        return sums.stream()
                .map(n -> n.signum() == 0 ? BigDecimal.ZERO : n.stripTrailingZeros())
                .toList();
    }
}
