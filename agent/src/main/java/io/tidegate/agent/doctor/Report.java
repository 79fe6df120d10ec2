package io.tidegate.agent.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;

import java.util.ArrayList;
import java.util.List;

/** What was found, as lines for a terminal or as JSON. Used by one thread. */
public final class Report {
    private static final int WIDTH = 100;
    private static final int WORD = 6;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final List<Placed> found = new ArrayList<>();

    public void add(Placed placed) {
        found.add(placed);
    }

    /** A finding as it is shown, its lines without line ends. Lines to paste stay as they are. */
    public static List<String> lines(Placed placed) {
        Finding finding = placed.finding();
        String word = finding.level().word();
        var lines =
                new ArrayList<>(
                        folded(
                                word + " ".repeat(WORD - word.length()),
                                placed.place() + ": " + finding.what()));
        String blank = " ".repeat(WORD);
        finding.remedy().ifPresent(text -> lines.addAll(folded(blank, "-> " + text)));
        finding.paste().forEach(line -> lines.add(blank + "   " + line));
        return lines;
    }

    /** Whatever control character a database or a file puts into its words stays there. */
    private static List<String> folded(String first, String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(first);
        for (String word : text.replaceAll("\\p{Cntrl}", " ").strip().split(" +")) {
            if (line.length() + word.length() > WIDTH && line.length() > WORD) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(WORD));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** Whether nothing fails. */
    public boolean isGood() {
        return count(Level.FAIL) == 0;
    }

    private long count(Level level) {
        return found.stream().filter(placed -> placed.finding().level() == level).count();
    }

    /** The last line. */
    public String summary() {
        return "%d ok, %d to be looked at, %d failed: %s"
                .formatted(
                        count(Level.OK),
                        count(Level.WARN),
                        count(Level.FAIL),
                        isGood() ? "it works" : "it does not work as it is");
    }

    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("good", isGood());
        for (Level level : Level.values()) {
            json.put(level.word().toLowerCase(java.util.Locale.ROOT), count(level));
        }
        ArrayNode findings = json.putArray("findings");
        for (Placed placed : found) {
            Finding finding = placed.finding();
            ObjectNode node = findings.addObject();
            node.put("level", finding.level().word().toLowerCase(java.util.Locale.ROOT));
            node.put("place", placed.place()).put("what", finding.what());
            finding.remedy().ifPresent(text -> node.put("remedy", text));
            if (!finding.paste().isEmpty()) {
                ArrayNode paste = node.putArray("paste");
                finding.paste().forEach(paste::add);
            }
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }
}
