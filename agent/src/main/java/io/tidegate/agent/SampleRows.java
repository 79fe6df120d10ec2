package io.tidegate.agent;

import io.tidegate.agent.file.FilePreview;
import io.tidegate.agent.row.KeyedPseudonyms;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.config.SourceConfig;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Shows rows of one file as they would be shipped, under settings that nobody has yet. */
public final class SampleRows {
    private SampleRows() {}

    /**
     * Prints them; pseudonyms are made with a key that is thrown away.
     *
     * @param rows how many
     * @return whether none of them was rejected
     */
    public static boolean show(
            SourceConfig source, Path file, Dialect dialect, int rows, PrintWriter out)
            throws SourceException, InterruptedException, IOException {
        var pseudonyms = KeyedPseudonyms.temporary(new SecureRandom());
        try {
            var found =
                    new FilePreview(source, pseudonyms, Math.max(rows, rows + 1))
                            .read(file, dialect);
            return Preview.list(found, source, rows, out);
        } catch (FilePreview.NothingToShowException e) {
            throw new SourceException(SourceException.Kind.LASTING, e.getMessage(), e);
        }
    }
}
