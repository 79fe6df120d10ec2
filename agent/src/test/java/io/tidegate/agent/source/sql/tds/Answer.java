package io.tidegate.agent.source.sql.tds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the peer answers to a request. */
public sealed interface Answer {
    /** That it is done. */
    record Done() implements Answer {}

    /** An error of the server's. */
    record Failure(int number, int severity, String message) implements Answer {}

    /** Nothing, until the client calls for attention or is gone. */
    record Stall() implements Answer {}

    /** The end of the connection, without a word. */
    record Cut() implements Answer {}

    /**
     * Rows, and what comes behind them.
     *
     * @param compact whether NULLs are sent as bits (NBCROW)
     */
    record Rows(
            List<Column> columns,
            Function<Request, Iterator<Object[]>> rows,
            boolean compact,
            Answer then)
            implements Answer {
        public Rows row(Object... values) {
            return rows(Collections.singletonList(values));
        }

        public Rows rows(List<Object[]> more) {
            Function<Request, Iterator<Object[]>> before = rows;
            return with(
                    request -> {
                        var all = new ArrayList<Object[]>();
                        before.apply(request).forEachRemaining(all::add);
                        all.addAll(more);
                        return all.iterator();
                    });
        }

        /** The same row without end. */
        public Rows endless(Object... values) {
            return with(_ -> Stream.generate(() -> values).iterator());
        }

        /** Those rows alone whose value there lies between the first two parameters. */
        public Rows between(int column) {
            Function<Request, Iterator<Object[]>> all = rows;
            return with(
                    request ->
                            request.parameters().isEmpty()
                                    ? all.apply(request)
                                    : Between.of(request, column).kept(all.apply(request)));
        }

        private Rows with(Function<Request, Iterator<Object[]>> others) {
            return new Rows(columns, others, compact, then);
        }

        public Rows compacted() {
            return new Rows(columns, rows, true, then);
        }

        public Rows then(Answer end) {
            return new Rows(columns, rows, compact, end);
        }

        /** The columns alone. */
        Rows described() {
            return new Rows(columns, _ -> Collections.emptyIterator(), compact, new Done());
        }
    }

    /** By columns such as {@code timestamp datetime2(7)}. */
    static Rows columns(String... columns) {
        return new Rows(Column.of(columns), _ -> Collections.emptyIterator(), false, new Done());
    }

    static Failure error(int number, String message) {
        return new Failure(number, 16, message);
    }
}
