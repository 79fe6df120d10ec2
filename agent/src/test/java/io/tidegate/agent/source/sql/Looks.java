package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;
import io.tidegate.agent.loop.Clock;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the doctor look at a database, and finds what it said. */
final class Looks {
    private Looks() {}

    static List<Finding> connection(AgentConfig.Database database, Clock clock) throws Exception {
        var found = new ArrayList<Finding>();
        new DatabaseDoctor(database, clock, new Accounts(clock))
                .connection(Optional.empty(), found::add);
        return found;
    }

    static List<Finding> query(AgentConfig.Database database, SourceConfig source, Clock clock)
            throws Exception {
        var found = new ArrayList<Finding>();
        new DatabaseDoctor(database, clock, new Accounts(clock)).query(source, found::add);
        return found;
    }

    /** The first that says these words; there must be one. */
    static Finding about(List<Finding> found, String words) {
        return found.stream()
                .filter(f -> f.what().contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError(words + " in " + found));
    }

    static void assertAllWell(List<Finding> found) {
        if (!found.stream().allMatch(f -> f.level() == Level.OK)) {
            throw new AssertionError(found.toString());
        }
    }
}
