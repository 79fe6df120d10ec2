package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.config.SourceConfig.Privacy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files are copied into the data folder before they are read, where that is allowed. */
class WorkingCopyTest {
    @TempDir Path home;
    private DropFixture f;
    private int seen;

    @AfterEach
    void close() {
        f.close();
    }

    private Path copy() {
        return home.resolve("data/spill/drops/copy.tmp");
    }

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source);
        f.ticking = () -> seen += Files.exists(copy()) ? 1 : 0;
    }

    @Test
    void theCopyIsThereWhileTheFileIsReadAndNotAfterwards() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertTrue(seen > 0);
        assertFalse(Files.exists(copy()));
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void nothingIsCopiedWhereAColumnIsPrivate() throws Exception {
        open(CsvSourceBuilder.intervals().privacy("queuename", Privacy.HMAC));
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(0, seen);
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void theCopyIsItsOwnersAlone() throws Exception {
        open(CsvSourceBuilder.intervals());
        String[] rights = {""};
        f.killing =
                () -> {
                    if (Files.exists(copy())) {
                        try {
                            rights[0] =
                                    PosixFilePermissions.toString(
                                            Files.getPosixFilePermissions(copy()));
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                };
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals("rw-------", rights[0]);
    }

    @Test
    void whatAKilledProcessHasLeftIsDeletedAtTheStart() throws Exception {
        open(CsvSourceBuilder.intervals());
        Files.createDirectories(copy().getParent());
        Files.writeString(copy(), "left");
        f.intake.turn();
        assertFalse(Files.exists(copy()));
    }

    @Test
    void aFileThatIsHeldOrRefusedLeavesNoCopyEither() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", "nothing here\n1\n");
        f.carry();
        assertTrue(seen > 0);
        assertFalse(Files.exists(copy()));
    }

    @Test
    void theOriginalMayBeEmptiedDuringTheReading() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.killing =
                () -> {
                    if (Files.exists(copy())) {
                        f.writer.truncate("a.csv", 0);
                    }
                };
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
    }
}
