package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.tidegate.protocol.Vectors.Vector;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Every golden vector, both ways where there are two. */
class VectorsTest {
    static Stream<Vector> canonical() throws IOException {
        return Vectors.of("canonical.ndjson");
    }

    static Stream<Vector> windows() throws IOException {
        return Vectors.of("windows.ndjson");
    }

    static Stream<Vector> rows() throws IOException {
        return Vectors.of("rows.ndjson");
    }

    static Stream<Vector> batches() throws IOException {
        return Vectors.of("batches.ndjson");
    }

    static Stream<Vector> answers() throws IOException {
        return Vectors.of("answers.ndjson");
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void aRowHasOneCanonicalForm(Vector vector) throws Exception {
        Row row = Vectors.row(vector.json(), vector.json().get("row"));
        byte[] bytes = Canonical.of(row);
        assertEquals(vector.text("canonical"), new String(bytes, StandardCharsets.UTF_8));
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertEquals(vector.text("sha256"), HexFormat.of().formatHex(sha256));
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void aRowThatIsWrittenAndReadAgainIsTheSame(Vector vector) throws Exception {
        Row row = Vectors.row(vector.json(), vector.json().get("row"));
        BatchWriter writer = new BatchWriter(16);
        writer.header(SomeRows.fileOf(row.type()));
        writer.row(row);
        writer.trailer(1, true);
        assertEquals(List.of(row), Batches.read(writer.copy()).rows());
    }

    @ParameterizedTest
    @MethodSource("windows")
    void aWindowHasOneContentHash(Vector vector) throws Exception {
        WindowHasher hasher = new WindowHasher();
        for (JsonNode row : vector.json().get("rows")) {
            hasher.add(Vectors.row(vector.json(), row));
        }
        WindowHash expected = WindowHash.of(vector.number("count"), vector.text("hash"));
        assertEquals(expected, hasher.result());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsAcceptedOrItsColumnIsNamed(Vector vector) throws Exception {
        BatchReader reader =
                Batches.reader(vector.json().get("header") + "\n" + vector.text("row") + "\n");
        switch (reader.next()) {
            case BatchLine.Good _ -> assertTrue(vector.flag("accepted"));
            case BatchLine.Bad bad ->
                    assertEquals(
                            vector.json().path("column").textValue(),
                            bad.fault().column(),
                            bad.fault().reason());
            case BatchLine.End _ -> throw new AssertionError("a row is no trailer");
        }
    }

    @ParameterizedTest
    @MethodSource("batches")
    void aBatchIsCompleteOrRefused(Vector vector) throws Exception {
        byte[] body =
                vector.json().has("bodyHex")
                        ? HexFormat.of().parseHex(vector.text("bodyHex"))
                        : vector.text("body").getBytes(StandardCharsets.UTF_8);
        if (vector.text("outcome").equals("refused")) {
            var refused = assertThrows(BatchException.class, () -> Batches.read(body));
            assertEquals(vector.text("type"), refused.type().wireName(), refused.getMessage());
            return;
        }
        Batches.Read read = Batches.read(body);
        assertEquals(vector.number("good"), read.rows().size());
        assertEquals(vector.flag("last"), read.last());
        assertEquals(rejected(vector), read.bad().stream().map(VectorsTest::place).toList());
    }

    private static List<String> rejected(Vector vector) {
        List<String> rejected = new ArrayList<>();
        for (JsonNode row : vector.json().get("rejected")) {
            rejected.add(row.get("row") + ":" + row.get("column").textValue());
        }
        return rejected;
    }

    private static String place(BatchLine.Bad bad) {
        return bad.number() + ":" + bad.fault().column();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsBelievedOnlyIfItIsThisProtocol(Vector vector) {
        HttpAnswer answer =
                new HttpAnswer(
                        (int) vector.number("status"),
                        vector.text("contentType"),
                        vector.text("body").getBytes(StandardCharsets.UTF_8));
        Reply<?> reply = reply(vector.text("ask"), answer);
        switch (reply) {
            case Reply.Fine<?> fine -> assertFine(vector, fine.value());
            case Reply.Refused<?> refused -> assertRefused(vector, refused.problem());
            case Reply.Foreign<?> foreign ->
                    assertEquals("foreign", vector.text("meaning"), foreign.why());
        }
    }

    private static Reply<?> reply(String ask, HttpAnswer answer) {
        return switch (ask) {
            case "batch" -> Replies.batch(answer, 1, 42);
            case "positions" -> Replies.positions(answer);
            case "epochs" -> Replies.epoch(answer, new EpochRequest(1, 1, "here"));
            case "windows" -> Replies.windows(answer);
            case "origins" -> Replies.origins(answer);
            case "state" -> Replies.stored(answer);
            default -> throw new AssertionError(ask);
        };
    }

    private static void assertFine(Vector vector, Object value) {
        switch (value) {
            case BatchReply batch -> {
                assertEquals(vector.text("meaning"), batch.status().wireName());
                assertEquals(vector.number("rejected"), batch.rejected().size());
            }
            case Positions positions -> assertCount(vector, positions.lanes().size());
            case Page<?> page -> {
                assertCount(vector, page.items().size());
                assertEquals(
                        Optional.ofNullable(vector.json().path("next").textValue()), page.next());
            }
            case Long epoch -> assertCount(vector, epoch);
            default -> assertCount(vector, 1);
        }
    }

    private static void assertCount(Vector vector, long count) {
        assertEquals("fine", vector.text("meaning"));
        assertEquals(vector.number("count"), count);
    }

    private static void assertRefused(Vector vector, Problem problem) {
        assertEquals("refused", vector.text("meaning"));
        assertEquals(vector.text("type"), problem.type().map(ProblemType::wireName).orElse(""));
        assertEquals(number(vector, "expected"), problem.expected());
        assertEquals(number(vector, "epoch"), problem.epoch());
    }

    private static OptionalLong number(Vector vector, String field) {
        return vector.json().has(field)
                ? OptionalLong.of(vector.number(field))
                : OptionalLong.empty();
    }
}
