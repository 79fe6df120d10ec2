package io.tidegate.agent.source.sql.tds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the rows from the first parameter of a request to its second, as a SQL Server of 2016 or
 * later would: a CAST in the text makes the parameter what it says, and where a datetime meets a
 * datetime2 it counts as the exact third of a hundredth of a second.
 */
record Between(int column, Object from, Object to) {
    private static final Pattern CAST = Pattern.compile("CAST\\(@P(\\d+) AS (\\w+)\\)");

    static Between of(Request request, int column) {
        return new Between(column, bound(request, 0), bound(request, 1));
    }

    private static Object bound(Request request, int index) {
        Matcher cast = CAST.matcher(request.text());
        while (cast.find()) {
            if (Integer.parseInt(cast.group(1)) == index) {
                return converted(TdsType.of(cast.group(2)), request.value(index));
            }
        }
        return request.value(index);
    }

    private static Object converted(TdsType type, Object value) {
        var written = new Bytes();
        type.write(written, value);
        return type.value(ByteBuffer.wrap(written.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
    }

    Iterator<Object[]> kept(Iterator<Object[]> all) {
        List<Object[]> kept = new ArrayList<>();
        while (all.hasNext()) {
            Object[] row = all.next();
            if (compare(row[column], from) >= 0 && compare(row[column], to) < 0) {
                kept.add(row);
            }
        }
        return kept.iterator();
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object value, Object bound) {
        return ((Comparable<Object>) value).compareTo(bound);
    }
}
