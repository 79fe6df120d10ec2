package io.tidegate.agent.source.sql;

import java.nio.file.Path;

/** H2 over TCP, its driver dropped in. */
class H2DroppedInTest extends DroppedInPromises {
    @Override
    DriverServer start(Path folder) throws Exception {
        return DriverServer.h2(folder);
    }

    @Override
    void fillMany(int rows) throws Exception {
        run(
                "CREATE TABLE many AS SELECT DATEADD('MILLISECOND', x, TIMESTAMP '2026-11-20 08:00:00') AS moment FROM SYSTEM_RANGE(1, %d)"
                        .formatted(rows));
    }

    @Override
    String slow() {
        return "SELECT max(a.moment) AS \"timestamp\" FROM many a, many b WHERE a.moment <> b.moment";
    }
}
