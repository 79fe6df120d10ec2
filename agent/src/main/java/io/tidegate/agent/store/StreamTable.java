package io.tidegate.agent.store;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agent, its streams, their revisions, counters and keepsakes. */
final class StreamTable {
    private static final String STREAM =
            "SELECT name, cut_base, cut_from, bound, shape, paused_by, paused_reason, reconciled,"
                    + " reconciled_deep, last_read FROM stream ";

    private final Session session;

    StreamTable(Session session) {
        this.session = session;
    }

    void found(String instance) {
        session.sql("INSERT INTO agent(id, instance, epoch) VALUES (1, ?, 0)").with(instance).run();
    }

    boolean founded() {
        return session.sql("SELECT 1 FROM agent").any();
    }

    /** Whether the last process took its leave. */
    boolean cleanlyStopped() {
        return session.sql("SELECT clean FROM agent").one(Line::flag).orElse(true);
    }

    void cleanlyStopped(boolean clean) {
        session.sql("UPDATE agent SET clean = ?").with(clean).run();
    }

    AgentRecord agent() {
        return session.sql("SELECT instance, epoch, fenced, machine FROM agent")
                .one(l -> new AgentRecord(l.text(), l.number(), l.maybeText(), l.maybeText()))
                .orElseThrow();
    }

    void putAgent(AgentRecord agent) {
        session.sql("UPDATE agent SET instance = ?, epoch = ?, fenced = ?, machine = ?")
                .with(agent.instance())
                .with(agent.epoch())
                .withText(agent.fenced())
                .withText(agent.machine())
                .run();
    }

    Optional<StreamRecord> stream(String name) {
        return session.sql(STREAM + "WHERE name = ?").with(name).one(StreamTable::record);
    }

    List<StreamRecord> streams() {
        return session.sql(STREAM + "ORDER BY name").list(StreamTable::record);
    }

    void putStream(StreamRecord s) {
        session.sql("INSERT OR REPLACE INTO stream VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(s.name())
                .withInstant(s.cutBase())
                .withInstant(s.cutFrom())
                .withInstant(s.bound())
                .withText(s.shape())
                .withText(s.paused().map(StreamRecord.Pause::by))
                .withText(s.paused().map(StreamRecord.Pause::reason))
                .withNumber(s.reconciled().map(LocalDate::toEpochDay))
                .withNumber(s.reconciledDeep().map(LocalDate::toEpochDay))
                .withInstant(s.lastRead())
                .run();
    }

    private static StreamRecord record(Line l) {
        return new StreamRecord(
                l.text(),
                l.maybeInstant(),
                l.maybeInstant(),
                l.maybeInstant(),
                l.maybeText(),
                pause(l.maybeText(), l.text()),
                l.maybeNumber().map(LocalDate::ofEpochDay),
                l.maybeNumber().map(LocalDate::ofEpochDay),
                l.maybeInstant());
    }

    private static Optional<StreamRecord.Pause> pause(Optional<String> by, String reason) {
        return by.map(who -> new StreamRecord.Pause(who, reason));
    }

    long nextRevision(String stream) {
        raiseRevision(stream, 0);
        session.sql("UPDATE revision SET last = last + 1 WHERE stream = ?").with(stream).run();
        return session.sql("SELECT last FROM revision WHERE stream = ?").with(stream).number();
    }

    void raiseRevision(String stream, long atLeast) {
        session.sql(
                        "INSERT INTO revision VALUES (?, ?) ON CONFLICT DO UPDATE"
                                + " SET last = max(last, excluded.last)")
                .with(stream)
                .with(atLeast)
                .run();
    }

    void count(String stream, Counter counter, long by) {
        session.sql(
                        "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                                + " SET value = value + excluded.value")
                .with(stream)
                .with(counter.name())
                .with(by)
                .run();
    }

    Map<Counter, Long> counters(String stream) {
        var counters = new EnumMap<Counter, Long>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, counter(stream, counter));
        }
        return counters;
    }

    private long counter(String stream, Counter counter) {
        return session.sql("SELECT value FROM counter WHERE stream = ? AND name = ?")
                .with(stream)
                .with(counter.name())
                .one(Line::number)
                .orElse(0L);
    }

    Optional<byte[]> blob(String stream, String name) {
        return session.sql("SELECT value FROM keepsake WHERE stream = ? AND name = ?")
                .with(stream)
                .with(name)
                .one(Line::bytes);
    }

    void putBlob(String stream, String name, byte[] value) {
        session.sql("INSERT OR REPLACE INTO keepsake VALUES (?, ?, ?)")
                .with(stream)
                .with(name)
                .with(value)
                .run();
    }
}
