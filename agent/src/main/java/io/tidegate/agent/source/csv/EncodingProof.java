package io.tidegate.agent.source.csv;

import io.tidegate.agent.source.csv.Dialect.Script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in which encoding a file is that is not valid UTF-8, by what its columns that matter hold
 * beyond ASCII. Where two encodings make sense and give different letters, a person chooses; where
 * all give the same, or nothing uses those columns, it does not matter. Used by one thread.
 */
final class EncodingProof {
    private static final int MOST_OFFERS = 4;

    private final HighWords words;
    private final Paste paste;

    EncodingProof(HighWords words, Paste paste) {
        this.words = words;
        this.paste = paste;
    }

    /**
     * @param charset by which the file is read
     */
    record Answer(String charset, Script script) {}

    /**
     * @param frozen how the files before were written; empty if they told no encoding
     */
    Answer answer(Optional<Dialect> frozen) throws UnfitFileException {
        if (words.isEmpty()) {
            return new Answer(carrier(), Script.UNTOLD);
        }
        return frozen.isPresent() ? asBefore(frozen.get()) : anew();
    }

    /** Any encoding that gets the file read, since no letter of it counts. */
    private String carrier() throws UnfitFileException {
        return new EncodingReadings(words, List.of("windows-1252", "ISO-8859-1"))
                .whole(List.of("windows-1252", "ISO-8859-1"))
                .orElseThrow(this::none);
    }

    private Answer anew() throws UnfitFileException {
        var readings = new EncodingReadings(words, List.of());
        List<List<String>> groups = readings.groups();
        if (groups.isEmpty()) {
            throw none();
        }
        if (groups.size() > 1) {
            throw either(groups);
        }
        return answer(readings, groups.getFirst());
    }

    private Answer answer(EncodingReadings readings, List<String> group) throws UnfitFileException {
        String charset = readings.whole(group).orElseThrow(this::none);
        var rivals = new ArrayList<>(group);
        rivals.remove(charset);
        return new Answer(charset, new Script(true, List.copyOf(rivals)));
    }

    private Answer asBefore(Dialect frozen) throws UnfitFileException {
        var among = new ArrayList<>(List.of(frozen.encoding()));
        among.addAll(frozen.script().rivals());
        var readings = new EncodingReadings(words, among);
        List<List<String>> groups = readings.groups();
        if (groups.size() > 1) {
            throw either(groups);
        }
        if (groups.isEmpty() || !groups.getFirst().contains(frozen.encoding())) {
            throw otherwise(frozen.encoding());
        }
        return answer(readings, groups.getFirst());
    }

    /** The encoding is not that of the files before. */
    private UnfitFileException otherwise(String before) throws UnfitFileException {
        Answer now = anew();
        return UnfitFileException.held(
                "letters beyond A to Z were written in %s so far, in this file in %s; %s"
                        .formatted(
                                before,
                                now.charset(),
                                Paste.alone(paste.line("csv.encoding", now.charset()))));
    }

    private UnfitFileException either(List<List<String>> groups) {
        List<String> names = groups.stream().map(List::getFirst).limit(MOST_OFFERS).toList();
        return UnfitFileException.held(
                "the encoding is not clear: "
                        + example(names)
                        + ". "
                        + paste.either("csv.encoding", names));
    }

    /** A byte that two encodings read differently, with both letters. */
    private String example(List<String> names) {
        for (byte value : words.used()) {
            Optional<String> one = letter(names.get(0), value);
            Optional<String> two = letter(names.get(1), value);
            if (!one.equals(two)) {
                return "byte 0x%02X, first in line %d, is %s in %s and %s in %s"
                        .formatted(
                                value,
                                words.line(value & 0xFF),
                                one.orElse("part of a letter"),
                                names.get(0),
                                two.orElse("part of a letter"),
                                names.get(1));
            }
        }
        return "letters beyond A to Z make sense in more than one";
    }

    private static Optional<String> letter(String name, byte value) {
        return EncodingReadings.decode(name, new byte[] {value});
    }

    private UnfitFileException none() {
        byte[] used = words.isEmpty() ? words.all() : words.used();
        String where =
                used.length == 0
                        ? ""
                        : words.isEmpty()
                                ? ", such as byte 0x%02X".formatted(used[0])
                                : ", such as byte 0x%02X in line %d"
                                        .formatted(used[0], words.line(used[0] & 0xFF));
        return UnfitFileException.refused(
                "it is not UTF-8, and its bytes beyond ASCII"
                        + where
                        + " make no sense in any encoding known here: is it damaged? Else set"
                        + " csv.encoding to what it is written in");
    }
}
