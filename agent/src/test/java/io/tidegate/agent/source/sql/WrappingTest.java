package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Sources;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

/** Around which queries a range is added, per database, and what is said of the others. */
class WrappingTest {
    private static final String POSTGRES = "jdbc:postgresql://localhost/acd";
    private static final String MARIADB = "jdbc:mariadb://localhost/acd";
    private static final String MYSQL = "jdbc:mysql://localhost/acd";
    private static final String SQL_SERVER = "jdbc:sqlserver://localhost;databaseName=acd";
    private static final String COMMON_TABLE =
            "WITH c AS (SELECT at AS timestamp FROM calls) SELECT * FROM c";
    private static final String ORDERED = "SELECT at AS timestamp FROM calls ORDER BY at";

    private static Optional<String> obstacle(String url, String query) {
        return new SqlDatabase(AcdDatabase.config(url, "me", ""), Clock.system())
                .obstacle(Sources.of(DataType.CONTACTS).query(query).sql());
    }

    private static Optional<String> cannot(String what) {
        return Optional.of(
                "source acd1: the query %s, so SQL Server lets no range be added around it: put :from and :to into it, as in WHERE start_time >= :from AND start_time < :to, or make it a view"
                        .formatted(what));
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES, MARIADB, MYSQL})
    void aCommonTableAndAnOrderMayBeWrapped(String url) {
        assertEquals(Optional.empty(), obstacle(url, COMMON_TABLE));
        assertEquals(Optional.empty(), obstacle(url, ORDERED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                COMMON_TABLE + " | begins with WITH",
                ORDERED + " | ends with ORDER BY",
                "SELECT at AS timestamp FROM calls OPTION (MAXDOP 1) | ends with OPTION"
            })
    void sqlServerRefusesWhatADerivedTableCannotHold(String query, String what) {
        assertEquals(cannot(what), obstacle(SQL_SERVER, query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH c AS (SELECT * FROM calls WHERE at >= :from AND at < :to) SELECT * FROM c ORDER BY at",
                "SELECT at AS timestamp FROM calls WHERE at >= :from AND at < :to OPTION (MAXDOP 1)"
            })
    void whatHoldsItsRangeIsRunAsItIsEverywhere(String query) {
        assertEquals(Optional.empty(), obstacle(SQL_SERVER, query));
        assertEquals(Optional.empty(), obstacle(POSTGRES, query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                POSTGRES + " | SELECT at AS timestamp FROM calls LIMIT 5",
                POSTGRES + " | SELECT at AS timestamp FROM calls OFFSET 5",
                POSTGRES + " | SELECT at AS timestamp FROM calls FETCH FIRST 5 ROWS ONLY",
                MARIADB
                        + " | SELECT at AS timestamp FROM calls WHERE at >= :from AND at < :to LIMIT 5",
                SQL_SERVER + " | SELECT TOP 5 at AS timestamp FROM calls",
                SQL_SERVER + " | SELECT TOP 10 PERCENT at AS timestamp FROM calls",
                SQL_SERVER + " | SELECT at AS timestamp FROM calls ORDER BY at OFFSET 5 ROWS",
                MYSQL + " | SELECT FIRST 5 at AS timestamp FROM calls",
                MYSQL + " | SELECT SKIP 5 at AS timestamp FROM calls",
                MYSQL + " | SELECT at AS timestamp FROM calls WHERE ROWNUM < 5"
            })
    void whatLeavesRowsOutIsRefusedWithWhatToLeaveOut(String url, String query) {
        assertEquals(
                Optional.of(
                        "source acd1: the query gives a limited number of rows, and the others would look deleted: leave out LIMIT, FETCH or TOP (or OFFSET, FIRST, SKIP, ROWNUM)"),
                obstacle(url, query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT TOP 100 PERCENT at AS timestamp FROM calls ORDER BY at",
                "SELECT at AS timestamp FROM calls ORDER BY at OFFSET 0 ROWS",
                "SELECT at AS timestamp, first, skip FROM calls",
                "SELECT at AS timestamp FROM (SELECT TOP 1 WITH TIES at FROM calls ORDER BY v) c"
            })
    void whatLeavesNothingOutIsNot(String query) {
        assertEquals(Optional.empty(), obstacle(SQL_SERVER, query));
    }
}
