package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** PROTOCOL.md says what the code does: its examples are taken at their word. */
class SpecificationTest {
    private static final String TEXT = text();
    private static final List<String> BLOCKS = blocks();

    @Test
    void theBatchOfTheExampleIsReadAndItsHashIsTheOneNamed() throws Exception {
        Batches.Read read = Batches.read(bytes(block("{\"v\":1,\"agent\"")));
        assertEquals(List.of(), read.bad());
        WindowHasher hasher = new WindowHasher();
        hasher.add(read.rows().getFirst());
        assertTrue(TEXT.contains("`" + hasher.result().hex() + "`"));
        BatchWriter writer = new BatchWriter(64);
        writer.header(read.header());
        writer.row(read.rows().getFirst());
        writer.trailer(1, true);
        assertEquals(
                block("{\"v\":1,\"agent\""), new String(writer.copy(), StandardCharsets.UTF_8));
    }

    @Test
    void theCanonicalFormsOfTheExamplesHaveTheHashesThatAreNamed() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        WindowHasher hasher = new WindowHasher();
        for (String start : List.of("{\"answered\":17", "{\"answered\":20")) {
            for (String form : block(start).lines().toList()) {
                byte[] hash = sha256.digest(bytes(form));
                assertTrue(TEXT.contains(HexFormat.of().formatHex(hash)), form);
                hasher.add(new WindowHash(1, hash));
            }
        }
        assertEquals(3, hasher.result().rows());
        assertTrue(TEXT.contains("`" + hasher.result().hex() + "`"));
    }

    @Test
    void theSkipOfTheExampleIsOne() throws Exception {
        byte[] packed = HexFormat.of().parseHex(block("1f8b").replace("\n", ""));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(packed);
        assertTrue(TEXT.contains("`" + HexFormat.of().formatHex(digest) + "`"));
        assertTrue(TEXT.contains(":" + Base64.getEncoder().encodeToString(digest) + ":"));
        assertTrue(TEXT.contains("Content-Length: " + packed.length + "\n"));
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
        assertEquals(
                block("{\"v\":1,\"mode\":\"skip\"}"), new String(plain, StandardCharsets.UTF_8));
        assertEquals(new BatchHeader.Skip(), Batches.read(plain).header());
    }

    @Test
    void theBodiesOfTheExchangeAreAsLongAsTheirHeadersSay() {
        Matcher body = Pattern.compile("Content-Length: (\\d+)\n\n(\\{.*)\n").matcher(TEXT);
        int bodies = 0;
        while (body.find()) {
            assertEquals(Integer.parseInt(body.group(1)), body.group(2).length(), body.group(2));
            bodies++;
        }
        assertEquals(4, bodies);
    }

    @Test
    void theAnswersOfTheExamplesAreUnderstood() throws Exception {
        assertFine(Replies.batch(answer("{\"status\":\"committed\""), 1, 42));
        assertFine(Replies.positions(answer("{\"epoch\":1,\"streams\"")));
        assertFine(
                Replies.stored(
                        new HttpAnswer(200, Answers.JSON, bytes("{\"status\":\"stored\"}"))));
        StateReport state = Requests.state(bytes(block("{\"epoch\":1,\"completeUntil\"")));
        assertEquals(OptionalLong.of(1), state.epoch());
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemIsNamedWithItsStatus(ProblemType type) {
        assertTrue(TEXT.contains("`" + type.wireName() + "`"), type.wireName());
        assertTrue(TEXT.contains(String.valueOf(type.status())), type.wireName());
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnIsNamedWithItsTypeWhereItBelongs(DataType data) {
        String row =
                TEXT.lines()
                        .filter(line -> line.startsWith("| `" + data.wireName() + "` |"))
                        .findFirst()
                        .orElseThrow();
        String[] cells = row.split(" \\| ");
        assertEquals(columns(data, true), cells[1]);
        assertEquals(columns(data, false), cells[2]);
        assertEquals("`" + data.timeColumn().name() + "`", cells[3]);
        String identity =
                data.identity().stream()
                        .map(c -> "`" + c.name() + "`")
                        .collect(Collectors.joining(", "));
        assertEquals(identity + " |", cells[4]);
    }

    @Test
    void everyMemberOfTheHeaderIsThereOrItIsNone() throws Exception {
        String batch = block("{\"v\":1,\"agent\"");
        Set<String> named = members();
        ObjectNode header =
                (ObjectNode) new ObjectMapper().readTree(batch.lines().findFirst().get());
        header.fieldNames().forEachRemaining(name -> assertTrue(named.contains(name), name));
        for (String member : named) {
            if (header.has(member)) {
                ObjectNode lacking = header.deepCopy();
                lacking.remove(member);
                assertThrows(
                        BatchException.class,
                        () -> Batches.read(bytes(withHeader(batch, lacking))),
                        member);
            }
        }
        ((ObjectNode) header.get("window")).putNull("revision");
        assertThrows(BatchException.class, () -> Batches.read(bytes(withHeader(batch, header))));
    }

    private static String withHeader(String batch, ObjectNode header) {
        return header + batch.substring(batch.indexOf('\n'));
    }

    /** The first cells of the table of the header. */
    private static Set<String> members() {
        String table = TEXT.substring(TEXT.indexOf("| member | type"));
        Set<String> members = new TreeSet<>();
        table.substring(0, table.indexOf("\n\n"))
                .lines()
                .skip(2)
                .map(line -> line.split(" \\| ")[0])
                .forEach(
                        cell ->
                                Pattern.compile("`(\\w+)`")
                                        .matcher(cell)
                                        .results()
                                        .forEach(m -> members.add(m.group(1))));
        return members;
    }

    @ParameterizedTest
    @EnumSource
    void theColumnsThatWeighOnARowAreCounted(DataType data) {
        String count = data.columns().size() + " for `" + data.wireName() + "`";
        assertTrue(TEXT.contains(count), count);
    }

    @Test
    void theLimitsAreThoseOfTheCode() {
        for (long limit :
                new long[] {
                    Limits.ENCODED_BYTES,
                    Limits.DECODED_BYTES,
                    Limits.DECODED_BYTES_REFUSED,
                    Limits.ROW_BYTES,
                    Limits.FIELD_BYTES,
                    Limits.ANSWER_BYTES,
                    Limits.REJECTED_ROWS
                }) {
            assertTrue(TEXT.contains(String.format(Locale.ROOT, "%,d", limit)), "limit " + limit);
        }
        assertTrue(TEXT.contains(String.valueOf(Limits.COUNT)));
        assertTrue(TEXT.contains("0 to 999999999.999"));
    }

    private static String columns(DataType data, boolean required) {
        return data.columns().stream()
                .filter(c -> c.required() == required)
                .map(c -> "`" + c.name() + "` " + c.kind().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static void assertFine(Reply<?> reply) {
        assertTrue(reply instanceof Reply.Fine<?>, reply.toString());
    }

    private static HttpAnswer answer(String start) {
        return new HttpAnswer(200, Answers.JSON, bytes(block(start)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String block(String start) {
        return BLOCKS.stream().filter(b -> b.startsWith(start)).findFirst().orElseThrow();
    }

    private static List<String> blocks() {
        return Pattern.compile("(?m)^```\n((?s:.*?))^```$")
                .matcher(TEXT)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String text() {
        try {
            return Files.readString(Path.of("PROTOCOL.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
