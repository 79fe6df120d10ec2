package io.tidegate.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Requests over a real socket. */
class ControlSocketTest {
    private static final Clock CLOCK = Clock.system();
    private static final Days DAYS = new Days(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 2));

    @TempDir Path folder;
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Says what it was asked. */
    private class Echo implements Commands {
        @Override
        public Reply rejects(Request.Rejects request, Talk talk) throws IOException {
            talk.line(request.toString());
            return new Reply(0, "rejects");
        }

        @Override
        public Reply status() {
            return Reply.done("{\"n\":\"" + "x".repeat(300_000) + "\"}");
        }

        @Override
        public Reply pause(String source) {
            return Reply.done("pause " + source);
        }

        @Override
        public Reply resume(String source) {
            return Reply.refused("resume " + source);
        }

        @Override
        public Reply reimport(String source, Days days) {
            return Reply.done("reimport " + source + " " + days);
        }

        @Override
        public Reply accept(String source, Optional<Days> days) {
            return Reply.done("accept " + source + " " + days);
        }

        @Override
        public Reply keep(String source, Optional<Days> days) {
            throw new IllegalStateException("a bug");
        }

        @Override
        public Reply adopt() {
            return new Reply(0, "adopted");
        }

        /** Says as many lines as the days tell, then goes on saying how far it has come. */
        @Override
        public Reply verify(Request.Verify request, Talk talk)
                throws IOException, InterruptedException {
            talk.progress("day 1 of 2");
            for (int i = 0; i < 3_000; i++) {
                talk.line("line " + i);
            }
            while (request.totals()) {
                CLOCK.sleep(Duration.ofMillis(5));
                begun.countDown();
                try {
                    talk.progress("day 2 of 2");
                } catch (IOException e) {
                    ended.countDown();
                    throw e;
                }
            }
            return new Reply(1, "BROKEN");
        }
    }

    /** What a long command said. */
    private static final class Heard implements Talk {
        private final List<String> lines = new ArrayList<>();
        private final List<String> progress = new ArrayList<>();

        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void progress(String text) {
            progress.add(text);
        }
    }

    private static Request.Verify verify(boolean endless) {
        return new Request.Verify("acd1", DAYS, endless, false);
    }

    @Test
    void aLongCommandIsAnsweredLineByLine() throws Exception {
        try (var _ = start(folder)) {
            Heard heard = new Heard();
            Reply reply = new ControlClient(folder, CLOCK).ask(verify(false), heard);
            assertEquals(new Reply(1, "BROKEN"), reply);
            assertEquals(3_000, heard.lines.size());
            assertEquals("line 2999", heard.lines.getLast());
            assertEquals(List.of("day 1 of 2"), heard.progress);
        }
    }

    @Test
    void aLongCommandKeepsNobodyWaitingAndEndsWithItsCaller() throws Exception {
        try (var _ = start(folder)) {
            try (SocketChannel caller = connected()) {
                String line = Wire.write(verify(true)) + "\n";
                caller.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                ByteBuffer some = ByteBuffer.allocate(1 << 20);
                while (begun.getCount() > 0) {
                    caller.read(some.clear());
                }
                assertEquals(0, ask(folder, new Request.Pause("acd1")).exit());
            }
            assertTrue(ended.await(20, TimeUnit.SECONDS));
        }
        assertTrue(fatal.isEmpty());
    }

    private ControlServer start(Path dataDir) throws IOException {
        return ControlServer.start(dataDir, new Echo(), CLOCK, fatal::add);
    }

    private static Reply ask(Path dataDir, Request request) throws UnreachableException {
        return new ControlClient(dataDir, CLOCK).ask(request);
    }

    @Test
    void everyRequestArrivesAsItWasMeant() throws Exception {
        try (var _ = start(folder)) {
            assertEquals(new Reply(0, "pause acd1"), ask(folder, new Request.Pause("acd1")));
            assertEquals(new Reply(1, "resume acd1"), ask(folder, new Request.Resume("acd1")));
            assertEquals(
                    "reimport acd1 2026-11-01 to 2026-11-02",
                    ask(folder, new Request.Reimport("acd1", DAYS)).text());
            assertEquals(
                    "accept ä \" Optional.empty",
                    ask(folder, new Request.Accept("ä \"", Optional.empty())).text());
            assertEquals(
                    "accept acd1 Optional[2026-11-01 to 2026-11-02]",
                    ask(folder, new Request.Accept("acd1", Optional.of(DAYS))).text());
            assertEquals(300_008, ask(folder, new Request.Status()).text().length());
        }
    }

    @Test
    void aProgrammersErrorIsAnsweredAndHandedOver() throws Exception {
        try (var _ = start(folder)) {
            assertEquals(1, ask(folder, new Request.Keep("acd1", Optional.empty())).exit());
            assertInstanceOf(IllegalStateException.class, fatal.getFirst());
        }
    }

    @Test
    void theSocketIsForItsOwnerAlone() throws Exception {
        try (var _ = start(folder)) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("control.sock"))));
        }
        assertFalse(Files.exists(folder.resolve("control.sock")));
    }

    @Test
    void whatAKilledProcessLeftIsReplacedAndAnsweredByNobodyBefore() throws Exception {
        Path file = folder.resolve("control.sock");
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(file));
        }
        assertTrue(Files.exists(file));
        assertEquals(69, unreachable(folder).exit());
        try (var _ = start(folder)) {
            assertEquals(0, ask(folder, new Request.Pause("acd1")).exit());
        }
    }

    @Test
    void withoutAnAgentTheRemedyIsNamed() {
        UnreachableException told = unreachable(folder);
        assertEquals(69, told.exit());
        assertTrue(told.getMessage().contains("tidegate run"), told.getMessage());
        assertTrue(told.getMessage().contains(folder.toString()), told.getMessage());
    }

    private static UnreachableException unreachable(Path dataDir) {
        return assertThrows(UnreachableException.class, () -> ask(dataDir, new Request.Status()));
    }

    @Test
    void aDataFolderWithALongPathHasItsSocketInItAllTheSame() throws Exception {
        Path deep = folder;
        while (deep.toString().length() < 200) {
            deep = deep.resolve("a-folder-with-a-long-name");
        }
        Files.createDirectories(deep);
        try (var _ = start(deep)) {
            assertTrue(Files.exists(deep.resolve("control.sock")));
            assertEquals(0, ask(deep, new Request.Pause("acd1")).exit());
        }
        assertFalse(Files.exists(deep.resolve("control.sock")));
    }

    @Test
    void whatIsNoRequestIsAnsweredWithWhatIsWrong() throws Exception {
        try (var _ = start(folder)) {
            for (String[] line :
                    new String[][] {
                        {"rubbish", "JSON"},
                        {"{\"command\":\"drop\"}", "'drop'"},
                        {"{\"command\":\"pause\"}", "name of a source"},
                        {"{\"command\":\"reimport\",\"source\":\"a\"}", "--from"},
                        {
                            "{\"command\":\"keep\",\"source\":\"a\",\"from\":\"2026-13-01\",\"to\":\"2026-11-01\"}",
                            "--from must be a day"
                        },
                        {
                            "{\"command\":\"keep\",\"source\":\"a\",\"from\":\"2026-11-02\",\"to\":\"2026-11-01\"}",
                            "comes before"
                        }
                    }) {
                Reply reply = Wire.reply(raw(line[0] + "\n"), new Heard()).orElseThrow();
                assertEquals(64, reply.exit());
                assertTrue(reply.text().contains(line[1]), reply.text());
            }
        }
    }

    @Test
    void callersThatSayNothingOrHalfOfItDoNotKeepOthersWaiting() throws Exception {
        try (var _ = start(folder)) {
            var silent = new ArrayList<SocketChannel>();
            for (int i = 0; i < 4; i++) {
                SocketChannel caller = connected();
                caller.write(ByteBuffer.wrap("{\"comm".getBytes(StandardCharsets.UTF_8)));
                silent.add(caller);
            }
            assertEquals(0, ask(folder, new Request.Pause("acd1")).exit());
            for (SocketChannel caller : silent) {
                caller.close();
            }
            assertEquals(0, ask(folder, new Request.Pause("acd1")).exit());
        }
        assertTrue(fatal.isEmpty());
    }

    @Test
    void aRequestWithoutEndIsCutOff() throws Exception {
        try (var _ = start(folder);
                SocketChannel caller = connected()) {
            ByteBuffer piece = ByteBuffer.wrap(new byte[200_000]);
            assertThrows(
                    IOException.class,
                    () -> {
                        while (true) {
                            piece.rewind();
                            caller.write(piece);
                        }
                    });
        }
    }

    private SocketChannel connected() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("control.sock")));
    }

    private String raw(String line) throws IOException {
        try (SocketChannel caller = connected()) {
            caller.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(64 << 10);
            while (caller.read(answer) >= 0) {
                Thread.onSpinWait();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }
}
