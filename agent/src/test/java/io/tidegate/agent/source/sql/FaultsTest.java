package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.sql.SQLTimeoutException;

/** What is said of a database before any source has asked it anything. */
class FaultsTest {
    @Test
    void whatIsSilentAtTheLoginIsNoSlowQuery() {
        var faults = new Faults("", "acd", new MariaDb("jdbc:mariadb://h/acd"));
        String said = faults.of(new SQLTimeoutException("silent")).getMessage();

        assertTrue(said.contains("is database.acd.url right?"), said);
    }

    @Test
    void whatIsSilentToAQueryMayLackAnIndex() {
        var faults = new Faults("acd1", "acd", new MariaDb("jdbc:mariadb://h/acd"));
        String said = faults.of(new SQLTimeoutException("silent")).getMessage();

        assertTrue(said.contains("source.acd1.sql.query-timeout"), said);
    }
}
