package io.tidegate.agent.source.csv;

import org.mozilla.universalchardet.UniversalDetector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which encodings a file's words make sense, those together that read them alike. One group is
 * an answer; more than one is a question for a person.
 */
final class EncodingReadings {
    /** Of one byte, the more usual first: what reads alike is called by the first name. */
    private static final List<String> USUAL =
            List.of(
                    "windows-1252",
                    "ISO-8859-15",
                    "ISO-8859-1",
                    "windows-1250",
                    "ISO-8859-2",
                    "windows-1254",
                    "ISO-8859-9",
                    "windows-1257",
                    "ISO-8859-13",
                    "windows-1251",
                    "KOI8-R",
                    "ISO-8859-5",
                    "windows-1253",
                    "ISO-8859-7",
                    "windows-1255",
                    "ISO-8859-8",
                    "windows-1256",
                    "ISO-8859-6",
                    "x-windows-874");

    /** Of DOS and old Macs: where the usual ones make no sense, or put letters among controls. */
    private static final List<String> OLD =
            List.of("IBM850", "IBM437", "IBM852", "IBM866", "x-MacRoman");

    /** Of several bytes; asked only where the library knows one of them. */
    private static final List<String> WIDE =
            List.of("Shift_JIS", "GB18030", "Big5", "EUC-JP", "EUC-KR", "x-EUC-TW", "ISO-2022-JP");

    /** Letters that windows-1252 has where others have controls, and DOS its umlauts. */
    private static final Set<Integer> ODD = Set.of(0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F, 0x83);

    private final HighWords words;
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    /**
     * @param among the encodings to choose from; empty for all
     */
    EncodingReadings(HighWords words, Collection<String> among) {
        this.words = words;
        Optional<String> wide = among.isEmpty() ? wide(words) : Optional.empty();
        wide.ifPresent(this::add);
        if (wide.isPresent() && groups.isEmpty()) {
            return; // What the library knows makes no sense, so what it rules out makes none
            // either.
        }
        (wide.isPresent() ? WIDE : among.isEmpty() ? USUAL : among).forEach(this::add);
        if (among.isEmpty() && (groups.isEmpty() || isOdd())) {
            OLD.forEach(this::add);
        }
    }

    /** All that are known here. */
    static List<String> all() {
        return java.util.stream.Stream.of(USUAL, WIDE, OLD)
                .flatMap(List::stream)
                .filter(Charset::isSupported)
                .toList();
    }

    /** Encodings in groups that read the words alike, the likeliest first. */
    List<List<String>> groups() {
        return List.copyOf(groups.values());
    }

    /** Of encodings that read alike, the first that knows all bytes of the file; empty for none. */
    Optional<String> whole(List<String> group) {
        byte[] all = words.all();
        return group.stream()
                .filter(name -> WIDE.contains(name) || decode(name, all).isPresent())
                .findFirst();
    }

    private void add(String name) {
        if (!Charset.isSupported(name) || !makesSense(name)) {
            return;
        }
        String reading = WIDE.contains(name) ? text(name) : decode(name, words.used()).orElse("");
        List<String> group = groups.computeIfAbsent(reading, _ -> new ArrayList<>());
        if (!group.contains(name)) {
            group.add(name);
        }
    }

    private boolean makesSense(String name) {
        for (byte[] word : words.bytes()) {
            if (decode(name, word).filter(WordSense::has).isEmpty()) {
                return false;
            }
        }
        return decode(name, words.used()).isPresent() || WIDE.contains(name);
    }

    private String text(String name) {
        var text = new StringBuilder();
        words.bytes().forEach(word -> text.append(decode(name, word).orElse("")).append(' '));
        return text.toString();
    }

    private boolean isOdd() {
        return ODD.stream().anyMatch(value -> words.line(value) > 0);
    }

    static Optional<String> decode(String name, byte[] bytes) {
        try {
            var chars = Charset.forName(name).newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(chars.toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** What the library says, if it is an encoding of several bytes. */
    private static Optional<String> wide(HighWords words) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] word : words.bytes()) {
            bytes.writeBytes(word);
            bytes.write('\n');
        }
        var detector = new UniversalDetector();
        detector.handleData(bytes.toByteArray());
        detector.dataEnd();
        return Optional.ofNullable(detector.getDetectedCharset())
                .filter(Charset::isSupported)
                .map(name -> Charset.forName(name).name())
                .filter(WIDE::contains);
    }
}
