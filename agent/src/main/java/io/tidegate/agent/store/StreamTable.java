package io.tidegate.agent.store;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The agent, its streams, their revisions, counters and keepsakes. */
final class StreamTable {
    private static final String STREAM =
            "SELECT name, cut_base, cut_from, bound, shape, paused_by, paused_reason, reconciled,"
                    + " reconciled_deep, last_read, seal FROM stream ";

    private final Session session;

    /** What was read of the agent in this transaction; null if nothing was. */
    private AgentRecord agent;

    StreamTable(Session session) {
        this.session = session;
    }

    /** Makes the one line of a new store. */
    void found(Supplier<String> newInstance) {
        if (!session.sql("SELECT 1 FROM agent").any()) {
            session.sql("INSERT INTO agent(id, instance, epoch, seal) VALUES (1, '', 0, 0)").run();
            putAgent(new AgentRecord(newInstance.get(), 0, Optional.empty(), Optional.empty()));
        }
    }

    /** Another transaction begins. */
    void fresh() {
        agent = null;
    }

    AgentRecord agent() {
        if (agent == null) {
            agent =
                    session.sql("SELECT instance, epoch, fenced, machine, seal FROM agent")
                            .one(Line.sealed(StreamTable::agent))
                            .orElseThrow();
        }
        return agent;
    }

    private static AgentRecord agent(Line l) {
        return new AgentRecord(l.text(), l.number(), l.maybeText(), l.maybeText());
    }

    void putAgent(AgentRecord changed) {
        agent = changed;
        session.sql("UPDATE agent SET instance = ?, epoch = ?, fenced = ?, machine = ?, seal = ?")
                .sealed()
                .with(changed.instance())
                .with(changed.epoch())
                .withText(changed.fenced())
                .withText(changed.machine())
                .withSeal()
                .run();
    }

    Optional<StreamRecord> stream(String name) {
        return session.sql(STREAM + "WHERE name = ?")
                .with(name)
                .one(Line.sealed(StreamTable::record));
    }

    List<StreamRecord> streams() {
        return session.sql(STREAM + "ORDER BY name").list(Line.sealed(StreamTable::record));
    }

    void putStream(StreamRecord s) {
        session.sql("INSERT OR REPLACE INTO stream VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .sealed()
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
                .withSeal()
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
        long next = lastRevision(stream) + 1;
        putRevision(stream, next);
        return next;
    }

    void raiseRevision(String stream, long atLeast) {
        putRevision(stream, Math.max(atLeast, lastRevision(stream)));
    }

    private long lastRevision(String stream) {
        return session.sql("SELECT stream, last, seal FROM revision WHERE stream = ?")
                .with(stream)
                .one(Line.sealed(StreamTable::revision))
                .orElse(0L);
    }

    private static long revision(Line l) {
        l.text();
        return l.number();
    }

    private void putRevision(String stream, long last) {
        session.sql("INSERT OR REPLACE INTO revision VALUES (?, ?, ?)")
                .sealed()
                .with(stream)
                .with(last)
                .withSeal()
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
        return session.sql("SELECT value, seal FROM keepsake WHERE stream = ? AND name = ?")
                .with(stream)
                .with(name)
                .one(Line.sealed(Line::bytes));
    }

    void putBlob(String stream, String name, byte[] value) {
        session.sql("INSERT OR REPLACE INTO keepsake VALUES (?, ?, ?, ?)")
                .with(stream)
                .with(name)
                .sealed()
                .with(value)
                .withSeal()
                .run();
    }
}
