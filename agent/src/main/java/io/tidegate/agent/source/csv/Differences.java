package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.util.Set;
import java.util.stream.Collectors;

/** Tells where a file lacks what the files before it had. */
final class Differences {
    private final SourceConfig source;
    private final DataType data;

    Differences(SourceConfig source, DataType data) {
        this.source = source;
        this.data = data;
    }

    /**
     * @param whole whether no column is lacking that is needed
     */
    void refuse(Dialect frozen, Dialect now, boolean whole) throws UnfitFileException {
        var lost = new Layout(source, data, frozen.columns()).used();
        now.columns().forEach(lost::remove);
        if (!lost.isEmpty()) {
            throw lost(lost, whole);
        }
        if (whole && !now.headed() && frozen.columns().size() != now.columns().size()) {
            throw UnfitFileException.held(
                    "files had "
                            + frozen.columns().size()
                            + " columns so far, this one has "
                            + now.columns().size()
                            + "; accept it if that is right for this file");
        }
    }

    /** Without a column that is needed no yes makes the file readable. */
    private static UnfitFileException lost(Set<String> columns, boolean whole) {
        String names = columns.stream().map(c -> '"' + c + '"').collect(Collectors.joining(", "));
        String lost =
                (columns.size() == 1 ? "the column " + names : "the columns " + names)
                        + " of the files before "
                        + (columns.size() == 1 ? "is" : "are")
                        + " not in this one";
        return whole
                ? UnfitFileException.held(lost + "; accept it if that is to stay so")
                : UnfitFileException.refused(
                        lost + "; drop a mended file, or map the columns anew (map.<column>)");
    }
}
