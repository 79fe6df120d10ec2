package io.tidegate.agent.source.csv;

import io.tidegate.agent.source.csv.Surveyed.TextFound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out in which encoding a file is written, by trying them strictly. Stateless. */
final class TextFinder {
    private static final int MOST_LETTERS = 12;
    private static final int ASCII = 128;
    private static final List<String> ONE_BYTE = List.of("windows-1252", "ISO-8859-1");

    private final Path file;
    private final long most;

    /**
     * @param most bytes that are looked at
     */
    TextFinder(Path file, long most) {
        this.file = file;
        this.most = most;
    }

    TextFound find() throws IOException, UnfitFileException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(1 << 13);
        }
        byte[] first = java.util.Arrays.copyOf(head, Math.min(head.length, Encoding.HEAD));
        Encoding marked = Encoding.of(first, null);
        String wide = marked.assumed() ? wide(head) : null;
        Optional<String> rubbish = Rubbish.in(head, marked.wide() || wide != null);
        if (rubbish.isPresent()) {
            throw UnfitFileException.refused(rubbish.get());
        }
        if (!marked.assumed()) {
            return read(marked.charset().name(), null, true);
        }
        return wide == null ? narrow() : read(wide, wide, false);
    }

    private TextFound narrow() throws IOException, UnfitFileException {
        try {
            return read("UTF-8", null, false);
        } catch (UnfitFileException notUtf8) {
            for (String name : ONE_BYTE) {
                try {
                    return read(name, name, false);
                } catch (UnfitFileException _) {
                    continue; // The next may know every byte.
                }
            }
            throw notUtf8;
        }
    }

    private TextFound read(String name, String configured, boolean marked)
            throws IOException, UnfitFileException {
        var letters = new LinkedHashSet<Integer>();
        long beyond = 0;
        try (InputStream in = new Beginning(Files.newInputStream(file), most)) {
            var decoder = new StrictDecoder(in, new Paste("x"), configured);
            var chars = new char[1 << 13];
            for (int read = 0; read >= 0; read = decoder.read(chars, 0, chars.length)) {
                for (int i = 0; i < read; i++) {
                    if (chars[i] >= ASCII) {
                        beyond++;
                        if (letters.size() < MOST_LETTERS && Character.isLetter(chars[i])) {
                            letters.add((int) chars[i]);
                        }
                    }
                }
            }
        }
        String some = letters.stream().map(Character::toString).collect(Collectors.joining(" "));
        return new TextFound(name, marked, configured == null, beyond, some);
    }

    /** UTF-16 without a mark: of Latin text every second byte is zero. */
    private static String wide(byte[] head) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < head.length; i++) {
            even += head[i] == 0 && i % 2 == 0 ? 1 : 0;
            odd += head[i] == 0 && i % 2 == 1 ? 1 : 0;
        }
        int many = head.length / 3;
        if (odd > many && even == 0) {
            return "UTF-16LE";
        }
        return even > many && odd == 0 ? "UTF-16BE" : null;
    }
}
