package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that are packed: gz of any number of members, zip of one file. */
class PackedFilesTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir Path home;
    private DropFixture f;

    @BeforeEach
    void open() {
        f = new DropFixture(home, CsvSourceBuilder.intervals().pattern("*.{gz,zip}"));
    }

    @AfterEach
    void close() {
        f.close();
    }

    private void drop(String name, byte[] bytes) throws IOException {
        Path path = Files.write(f.writer.path(name), bytes);
        Files.setLastModifiedTime(path, FileTime.from(f.clock.instant()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gz(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] both(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] zip(byte[] content, String... names) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    out.write(content);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] csv() {
        return bytes(HEADER + row("08:00", 3) + row("08:15", 4));
    }

    private void refused(String name, byte[] bytes, String why) throws Exception {
        drop(name, bytes);
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        assertTrue(f.file().reason().contains(why), f.file().reason());
        assertEquals(0, f.ingest.rows().size());
    }

    @Test
    void aGzFileIsTakenAndKnownByItsPackedBytes() throws Exception {
        byte[] packed = gz(csv());
        drop("a.csv.gz", packed);
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(packed);
        assertEquals(HexFormat.of().formatHex(sum), f.file().sha256());
    }

    @Test
    void allMembersOfAGzFileCount() throws Exception {
        byte[] two = both(gz(bytes(HEADER + row("08:00", 3))), gz(bytes(row("08:15", 4))));
        drop("a.csv.gz", two);
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
    }

    @Test
    void aGzFileThatIsCutAnywhereWaitsAndIsTakenWhenItIsWhole() throws Exception {
        byte[] first = gz(bytes(HEADER + row("08:00", 3)));
        byte[] whole = both(first, gz(bytes(row("08:15", 4))));
        for (int length = 1; length < whole.length; length += length == first.length - 1 ? 2 : 1) {
            drop("a.csv.gz", Arrays.copyOf(whole, length));
            f.run(Duration.ofSeconds(25));
            assertTrue(f.files().isEmpty(), "cut at " + length);
        }
        drop("a.csv.gz", whole);
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.gz", "a.zip"})
    void aPersonIsAskedAboutWhatStaysCutAndAYesTakesNoHalfFile(String name) throws Exception {
        byte[] whole = name.endsWith("gz") ? gz(csv()) : zip(csv(), "a.csv");
        drop(name, Arrays.copyOf(whole, whole.length - 9));
        f.run(Duration.ofMinutes(25));
        assertEquals(State.HELD, f.file().state());
        f.accept(f.file());
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        assertEquals(0, f.ingest.rows().size());
    }

    @Test
    void aDamagedGzFileIsRefused() throws Exception {
        byte[] packed = gz(csv());
        packed[packed.length - 6] ^= 1;
        refused("a.csv.gz", packed, "damaged");
    }

    @Test
    void whatFollowsAGzFileAndIsNoneIsRefused() throws Exception {
        refused("a.csv.gz", both(gz(csv()), bytes("more")), "something else follows");
    }

    @Test
    void aZipFileOfOneFileIsTakenWhateverItsNameAndFolders() throws Exception {
        drop("a.zip", zip(csv(), "x/", "x/../../../evil.csv"));
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
        try (var all = Files.walk(home.getParent())) {
            assertTrue(all.noneMatch(p -> p.endsWith("evil.csv")));
        }
    }

    @Test
    void aZipFileOfTwoFilesIsRefused() throws Exception {
        refused("a.zip", zip(csv(), "a.csv", "b.csv"), "more than one file");
    }

    @Test
    void aZipFileOfNoneIsRefused() throws Exception {
        refused("a.zip", zip(csv(), "a/"), "holds no file");
    }

    @Test
    void aZipFileWithAPasswordIsRefused() throws Exception {
        byte[] packed = zip(csv(), "a.csv");
        packed[6] |= 1;
        refused("a.zip", packed, "password");
    }

    @Test
    void aDamagedZipFileIsRefused() throws Exception {
        byte[] packed = zip(csv(), "a.csv");
        packed[60] ^= 1;
        refused("a.zip", packed, "damaged");
    }

    @Test
    void aPackedFileInAPackedFileIsRefused() throws Exception {
        refused("a.zip", zip(gz(csv()), "a.csv.gz"), "packed file again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.gz", "a.zip"})
    void whatUnpacksToTooMuchIsRefused(String name) throws Exception {
        byte[] much = new byte[16 * MEBIBYTE];
        Arrays.fill(much, (byte) 'x');
        byte[] begun = both(csv(), much);
        refused(name, name.endsWith("gz") ? gz(begun) : zip(begun, "a.csv"), "200 times");
    }
}
