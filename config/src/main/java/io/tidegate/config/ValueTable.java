package io.tidegate.config;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What stands for the source's texts in a column of ours ({@code values.<column>}).
 *
 * @param words the source's text as {@link CsvValues#folded}, and ours
 * @param empty what stands for no value
 * @param other what stands for every text that is not listed; without it such a text stays
 */
public record ValueTable(
        SortedMap<String, String> words, Optional<String> empty, Optional<String> other) {

    /**
     * @param text null or blank for no value
     * @return null for no value
     */
    public String of(String text) {
        if (text == null || text.isBlank()) {
            return empty.orElse(null);
        }
        String listed = words.get(CsvValues.folded(text));
        return listed != null ? listed : other.orElse(text);
    }
}
