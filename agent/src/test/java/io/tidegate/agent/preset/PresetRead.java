package io.tidegate.agent.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Checked;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowStage;
import io.tidegate.agent.row.RowStages;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads a range as a stream of that preset would: the configuration names the preset, and what the
 * preset sets counts.
 */
final class PresetRead implements RowSink {
    private static final Instant LATEST = Instant.parse("2030-01-01T00:00:00Z");

    private final SourceConfig source;
    private final Checked checked = new Checked();
    private final Checked staged = new Checked();
    private RowCheck check;
    private RowStage stage;

    private PresetRead(SourceConfig source) {
        this.source = source;
    }

    /**
     * What a range gives; no row of it may be a reject.
     *
     * @param preset {@code <preset>.<data>}
     * @param more lines of the source, without {@code source.acd1.} before them
     */
    static Checked of(
            Path folder,
            PresetDatabase database,
            String preset,
            Instant from,
            Instant to,
            String... more)
            throws Exception {
        AgentConfig config = config(folder, database, preset, more);
        SourceConfig source = config.sources().get("acd1");
        var read = new PresetRead(source);
        try (Source opened =
                new SqlDatabase(config.databases().get("acd"), Clock.system()).open(source)) {
            opened.read(from, to, read);
        }
        return read.finish();
    }

    static AgentConfig config(Path folder, PresetDatabase database, String preset, String... more)
            throws Exception {
        Path file = folder.resolve("tidegate.properties");
        Files.writeString(file, text(database, preset, more));
        var loaded = AgentFile.read(file, _ -> Optional.empty());
        assertEquals(List.of(), loaded.all());
        return loaded.config().orElseThrow();
    }

    private static String text(PresetDatabase database, String preset, String... more) {
        String[] parts = preset.split("\\.");
        boolean status = parts[1].equals("agent-status");
        boolean contacts = parts[1].equals("contacts");
        return """
        agent.name = test
        ingest.url = https://ingest.example/
        ingest.token = t0ken
        database.acd.url = %s
        database.acd.username = %s
        database.acd.password = %s
        source.acd1.database = acd
        source.acd1.preset = %s
        source.acd1.data = %s
        """
                        .formatted(
                                database.url(),
                                database.user(),
                                database.password(),
                                parts[0],
                                parts[1])
                + (status ? "source.acd1.privacy.agentidentifier = plain\n" : "")
                + (contacts && !lines(more).contains("aggregate")
                        ? "source.acd1.privacy.contactidentifier = plain\n"
                        : "")
                + (zone(more) ? "" : "source.acd1.time-zone = Europe/Berlin\n")
                + lines(more);
    }

    private static boolean zone(String... more) {
        return lines(more).contains("acd1.time-zone =");
    }

    private static String lines(String... more) {
        var lines = new StringBuilder();
        for (String line : more) {
            lines.append("source.acd1.").append(line).append('\n');
        }
        return lines.toString();
    }

    @Override
    public void shape(RawShape shape) throws ShapeException {
        DataType data = DataType.of(source.rows()).orElseThrow();
        check = new RowCheck(source, data, shape, value -> "#" + value);
        check.begin(LATEST);
        stage = RowStages.of(source, shape, check.columns(), value -> "#" + value, LATEST);
    }

    @Override
    public void row(RawRow row) throws InterruptedException {
        check.check(row, checked);
    }

    private Checked finish() throws InterruptedException, IOException {
        check.finish(checked);
        for (Row row : checked.rows) {
            stage.take(row, staged);
        }
        stage.finish(staged);
        assertEquals(List.of(), checked.rejections);
        assertEquals(List.of(), staged.rejections);
        return staged;
    }
}
