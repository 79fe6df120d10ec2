package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/**
 * Times that MariaDB has computed. The session runs in UTC, so one that comes from an instant would
 * be hours off as a wall clock's, and nothing would look wrong.
 */
class MariaDbComputedTest {
    private static final String RANGE = " WHERE t >= :from AND t < :to";
    private static MariaDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new MariaDatabase(MariaDbServer.shared())
                        .run(
                                "SET time_zone = '+00:00'",
                                "CREATE TABLE calls (ts timestamp NULL, at datetime, epoch bigint, note longtext)",
                                "INSERT INTO calls VALUES ('2026-11-20 08:00:00', '2026-11-20 09:00:00', 1795161600, 'n')",
                                "CREATE VIEW shown AS SELECT ts, at, FROM_UNIXTIME(epoch) AS made, note FROM calls",
                                "CREATE VIEW above AS SELECT made FROM shown",
                                "CREATE VIEW summed AS SELECT MAX(FROM_UNIXTIME(epoch)) AS made FROM calls");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(SELECT FROM_UNIXTIME(epoch) AS t FROM calls)",
                "(SELECT DISTINCT FROM_UNIXTIME(epoch) AS t FROM calls)",
                "(SELECT MAX(TIMESTAMP(ts)) AS t FROM calls)",
                "(SELECT at AS t FROM calls UNION ALL SELECT FROM_UNIXTIME(epoch) FROM calls)",
                "(SELECT made AS t FROM shown)",
                "(SELECT made AS t FROM above)",
                "(SELECT made AS t FROM summed)",
                "(SELECT t FROM (SELECT CASE WHEN epoch > 0 THEN TIMESTAMP(ts) END AS t FROM calls) y)"
            })
    void areAskedAboutWhereverTheyWereComputed(String rows) {
        for (String where : List.of("", RANGE)) {
            var source = contacts("auto", "SELECT t AS timestamp FROM " + rows + " x" + where);

            String said = assertThrows(SourceException.class, () -> acd.read(source)).getMessage();

            assertTrue(said.contains("source.acd1.sql.bind = utc"), said);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT at AS timestamp FROM calls",
                "SELECT DISTINCT at AS timestamp FROM calls",
                "SELECT at AS timestamp, COUNT(*) AS offered FROM calls GROUP BY at",
                "SELECT at AS timestamp FROM shown",
                "SELECT t AS timestamp FROM (SELECT at AS t FROM shown) x",
                "SELECT ts AS timestamp FROM shown",
                "SELECT MAX(ts) AS timestamp FROM calls",
                "SELECT ts AS timestamp FROM calls UNION SELECT ts FROM shown",
                "WITH w AS (SELECT at AS t FROM calls) SELECT t AS timestamp FROM w",
                "SELECT y.at AS timestamp FROM calls x LEFT JOIN (SELECT at, epoch FROM calls) y ON x.epoch = y.epoch"
            })
    void areToldFromThoseThatATableHolds(String query) throws Exception {
        assertEquals(
                List.of("2026-11-20T08:00:00Z"), acd.read(contacts("auto", query)).checked.times());
    }

    /** A long text has the query cut around it, where nothing shows any more as computed. */
    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE at >= :from AND at < :to"})
    void areAskedAboutBesideALongTextToo(String where) throws Exception {
        String computed = "SELECT IFNULL(at, NOW()) AS timestamp, note FROM calls";
        String held = "SELECT at AS timestamp, note FROM calls";

        assertThrows(SourceException.class, () -> acd.read(contacts("auto", computed + where)));
        for (SourceConfig source :
                List.of(contacts("local", computed + where), contacts("auto", held + where))) {
            assertEquals(List.of("2026-11-20T08:00:00Z"), acd.read(source).checked.times());
        }
    }

    private static SourceConfig contacts(String bind, String query) {
        return Sources.of(DataType.CONTACTS)
                .map("queueidentifier", new Mapping.Constant("q"))
                .map("queuename", new Mapping.Constant("q"))
                .map("answered", new Mapping.Constant("1"))
                .bind(bind)
                .query(query)
                .sql();
    }
}
