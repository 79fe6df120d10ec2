package io.tidegate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a text that a person wrote: whatever else is named by mistake must not fill the memory. */
final class SmallText {
    private static final int LARGEST = 1 << 20;

    private SmallText() {}

    /**
     * The text of a file in UTF-8, without a byte order mark.
     *
     * @throws RefusedException if it is larger than 1 MiB, not in UTF-8, or cannot be read
     */
    static String of(Path file) throws RefusedException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new RefusedException(file + " is larger than 1 MiB: that is no query");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("^\\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new RefusedException(file + " is not written in UTF-8");
        } catch (IOException e) {
            throw new RefusedException("this account cannot read " + file);
        }
    }
}
