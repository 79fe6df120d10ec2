package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/** HSQLDB over its own protocol, its driver dropped in. */
class HsqldbDroppedInTest extends DroppedInPromises {
    @Override
    DriverServer start(Path folder) throws Exception {
        return DriverServer.hsqldb(folder);
    }

    @Override
    void fillMany(int rows) throws Exception {
        run(
                "CREATE TABLE many (moment timestamp(3))",
                "INSERT INTO many SELECT TIMESTAMP '2026-11-20 08:00:00' FROM UNNEST(SEQUENCE_ARRAY(1, %d, 1))"
                        .formatted(rows));
    }

    @Override
    String slow() {
        return "SELECT max(a.moment) AS \"timestamp\" FROM many a, many b WHERE a.moment <> b.moment";
    }

    @Test
    void theSessionIsReadOnly() throws Exception {
        var read =
                read(
                        contacts(
                                "SELECT moment AS \"timestamp\", 'q' AS queueidentifier, 'q' AS queuename, IS_READONLY_SESSION() AS answered FROM calls WHERE id = 1"));

        assertEquals(true, read.raw.getFirst().getLast());
    }
}
