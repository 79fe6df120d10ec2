package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

/** Queries that limit their time themselves, and others that only look as if they did. */
class OwnClockTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM calls WHERE at > now() - interval '2 days' | now()",
                "select * from calls where at > GETDATE() - 2 | GETDATE()",
                "SELECT * FROM calls WHERE at > DATEADD(day, -2, SYSDATETIME()) | SYSDATETIME()",
                "SELECT * FROM calls WHERE at >= CURRENT_DATE | CURRENT_DATE",
                "SELECT * FROM calls WHERE at > SYSDATE - 7 | SYSDATE",
                "SELECT * FROM calls WHERE at > TRUNC(SYSDATE) - 7 | SYSDATE",
                "SELECT * FROM calls WHERE at > CURRENT YEAR TO SECOND - 2 UNITS DAY | CURRENT YEAR",
                "SELECT * FROM calls WHERE at > CURRENT DATE - 2 DAYS | CURRENT DATE",
                "SELECT * FROM calls WHERE at > NOW() - INTERVAL 2 DAY | NOW()",
                "SELECT * FROM (SELECT * FROM calls WHERE at > curdate()) c | curdate()",
                "SELECT * FROM a JOIN b ON a.id = b.id AND b.at > now() | now()",
                "SELECT id FROM calls WHERE EXTRACT(epoch FROM now() - at) < 9 AND at > LOCALTIMESTAMP | LOCALTIMESTAMP",
                "SELECT id FROM calls WHERE at > NOW(6) - INTERVAL 2 DAY | NOW(6)",
                "SELECT id FROM calls WHERE tod < LOCALTIME | LOCALTIME",
                "SELECT id FROM calls WHERE tod < CURRENT_TIME | CURRENT_TIME",
                "SELECT id FROM calls WHERE at > CURRENT - 2 UNITS DAY | CURRENT",
                "SELECT id FROM calls WHERE at > DATE('now', '-2 days') AND id > 0 | now()",
                "SELECT id FROM calls WHERE at > CAST('now' AS timestamp) - interval '2 days' | now()",
                "SELECT id FROM calls WHERE at > 'yesterday'::date | now()",
                "SELECT id FROM calls WHERE at > timestamp 'today' | now()",
                "SELECT id FROM calls WHERE (open OR at > unix_timestamp( ) - 9) | unix_timestamp( )"
            })
    void aClockAmongTheConditionsIsFound(String query, String word) {
        assertEquals(Optional.of(word), OwnClock.in(query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM calls",
                "SELECT * FROM calls WHERE state = 'now' AND note <> 'today'",
                "SELECT DATE('now') AS d FROM calls WHERE id = 1",
                "SELECT CASE WHEN ended IS NULL THEN now() ELSE ended END AS e FROM calls WHERE id > 4",
                "SELECT * FROM calls WHERE note <> 'now()' -- now()",
                "SELECT * FROM calls WHERE \"now\" = 1 AND c.today = 2 AND now > 3",
                "SELECT * FROM calls WHERE at >= :from AND at < :to ORDER BY now()",
                "SELECT count(*) OVER (ORDER BY at ROWS CURRENT ROW) FROM calls WHERE id = 1",
                "SELECT * FROM calls WHERE at > DATEADD(second, -duration, ended)",
                "SELECT * FROM calls WHERE id IN (SELECT id FROM t)) UNION SELECT now()"
            })
    void anyOtherQueryIsLeftAlone(String query) {
        assertEquals(Optional.empty(), OwnClock.in(query));
    }
}
