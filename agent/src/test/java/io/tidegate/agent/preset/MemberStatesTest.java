package io.tidegate.agent.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What the presets of Asterisk and Wazo make of events of members. */
class MemberStatesTest {
    private static final List<String> KNOWN =
            List.of(
                    "SIP/1 2026-11-17T07:00:00Z Available 2026-11-17T09:00:00Z",
                    "SIP/1 2026-11-17T09:00:00Z Pause Lunch 2026-11-17T09:30:00Z",
                    "SIP/2 2026-11-17T09:00:00Z Pause -",
                    "SIP/1 2026-11-17T09:30:00Z Available 2026-11-17T15:00:01Z",
                    "SIP/3 2026-11-17T10:00:00Z Available 2026-11-17T11:00:00Z");

    private static final List<String> AGENT =
            List.of(
                    "Agent/1 2026-11-17T07:00:00Z Available 2026-11-17T09:00:00Z",
                    "Agent/1 2026-11-17T09:00:00Z Pause 2026-11-17T09:30:00Z",
                    "Agent/1 2026-11-17T09:30:00Z Available 2026-11-17T15:00:00Z");

    @TempDir Path folder;

    @Test
    void anAsteriskMemberIsAvailableFromTheFirstQueueToTheLast() throws Exception {
        List<List<String>> rows = members();
        assertEquals(KNOWN, asterisk(PresetDatabase.postgres(), rows));
        assertEquals(KNOWN, asterisk(PresetDatabase.mariaDb(), rows));
    }

    private List<String> asterisk(PresetDatabase database, List<List<String>> rows)
            throws Exception {
        database.run(QueueLogTest.table("CHAR(26)")).fill("queue_log", rows);
        return PresetRead.of(folder, database, "asterisk.agent-status", Visit.FROM, Visit.TO)
                .shown();
    }

    /** One is in two queues, joins one of them for a while only, and goes; another never does. */
    private static List<List<String>> members() {
        return new QueueLog(QueueLogTest::local)
                .event(at("07:00:00"), "M", "q1", "SIP/1", "ADDMEMBER", "")
                .event(at("07:00:01"), "M", "q2", "SIP/1", "ADDMEMBER", "")
                .event(at("08:00:00"), "M", "q2", "SIP/1", "REMOVEMEMBER")
                .event(at("08:30:00"), "M", "q2", "SIP/1", "ADDMEMBER", "")
                .event(at("08:40:00"), "1.1", "q2", "SIP/1", "CONNECT", "3", "1.2", "2")
                .event(at("09:00:00"), "NONE", "NONE", "SIP/1", "PAUSEALL", "Lunch")
                .event(at("09:00:00"), "M", "q1", "SIP/2", "ADDMEMBER", "PAUSED")
                .event(at("09:30:00"), "NONE", "NONE", "SIP/1", "UNPAUSEALL", "")
                .event(at("10:00:00"), "M", "q1", "SIP/3", "ADDMEMBER", "")
                .event(at("10:00:00"), "M", "q2", "SIP/3", "ADDMEMBER", "")
                .event(at("11:00:00"), "M", "q1", "SIP/3", "REMOVEMEMBER")
                .event(at("11:00:00"), "M", "q2", "SIP/3", "REMOVEMEMBER")
                .event(at("15:00:00"), "M", "q1", "SIP/1", "REMOVEMEMBER")
                .event(at("15:00:01"), "M", "q2", "SIP/1", "REMOVEMEMBER")
                .rows();
    }

    @Test
    void aWazoAgentIsAvailableFromLogInToLogOff() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(QueueLogTest.table("TIMESTAMPTZ"))
                        .fill("queue_log", agent(QueueLogTest::zoned));
        assertEquals(
                AGENT,
                PresetRead.of(folder, database, "wazo.agent-status", Visit.FROM, Visit.TO).shown());
    }

    /** Its table is that of Asterisk, its log-off is followed by the end of all pauses. */
    @Test
    void anAgentOfAnOldXivoIsGoneAfterTheLogOff() throws Exception {
        var rows = agent(QueueLogTest::local);
        assertEquals(AGENT, asterisk(PresetDatabase.postgres(), rows));
        assertEquals(AGENT, asterisk(PresetDatabase.mariaDb(), rows));
    }

    private static List<List<String>> agent(Function<Instant, String> clock) {
        return new QueueLog(clock)
                .event(at("07:00:00"), "1.1", "NONE", "Agent/1", "AGENTCALLBACKLOGIN", "8")
                .event(at("09:00:00"), "NONE", "NONE", "Agent/1", "PAUSEALL", "")
                .event(at("09:00:00"), "NONE", "q1", "Agent/1", "PAUSE", "")
                .event(at("09:30:00"), "NONE", "NONE", "Agent/1", "UNPAUSEALL", "")
                .event(at("15:00:00"), "N", "NONE", "Agent/1", "AGENTCALLBACKLOGOFF", "8")
                .event(at("15:00:01"), "NONE", "NONE", "Agent/1", "UNPAUSEALL", "")
                .rows();
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-17T" + time + "Z");
    }
}
