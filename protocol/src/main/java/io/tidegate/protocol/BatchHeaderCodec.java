package io.tidegate.protocol;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first line of a batch, both ways. Stateless. */
final class BatchHeaderCodec {
    private BatchHeaderCodec() {}

    static void write(JsonBytes out, BatchHeader header) {
        switch (header) {
            case BatchHeader.Skip _ -> out.raw(ascii("{\"v\":1,\"mode\":\"skip\"}\n"));
            case BatchHeader.Content content -> write(out, content);
        }
    }

    private static void write(JsonBytes out, BatchHeader.Content header) {
        out.raw(ascii("{\"v\":1"));
        text(out, "agent", header.agent());
        text(out, "stream", header.stream());
        text(out, "data", header.data().wireName());
        header.interval().ifPresent(i -> text(out, "interval", IntervalLength.wire(i)));
        header.zone().ifPresent(z -> text(out, "zone", z.getId()));
        text(out, "mode", header.mode().wireName());
        scope(out, header.scope());
        out.raw(ascii(",\"first\":" + header.first() + ",\"columns\":"));
        char before = '[';
        for (Column column : header.columns()) {
            out.raw(before);
            out.string(column.name());
            before = ',';
        }
        out.raw(ascii("]}\n"));
    }

    private static void scope(JsonBytes out, Scope scope) {
        switch (scope) {
            case Scope.Window window -> {
                out.raw(ascii(",\"window\":{\"from\":"));
                out.instant(WireTime.micros(window.from()));
                time(out, "to", window.to());
            }
            case Scope.Origin origin -> {
                out.raw(ascii(",\"origin\":{\"sha256\":"));
                out.string(origin.sha256());
                text(out, "name", origin.name());
                time(out, "modified", origin.modified());
            }
        }
        out.raw(ascii(",\"revision\":"));
        out.count(scope.revision());
        out.raw('}');
    }

    private static void text(JsonBytes out, String name, String value) {
        out.raw(ascii(",\"" + name + "\":"));
        out.string(value);
    }

    private static void time(JsonBytes out, String name, Instant value) {
        out.raw(ascii(",\"" + name + "\":"));
        out.instant(WireTime.micros(value));
    }

    /**
     * @throws BatchException if it is no header of version 1
     */
    static BatchHeader read(Fields json) throws BatchException {
        try {
            return isSkip(json) ? new BatchHeader.Skip() : content(json);
        } catch (FieldException | IllegalArgumentException e) {
            throw BatchException.malformed("the header: " + e.getMessage());
        }
    }

    private static boolean isSkip(Fields json) throws FieldException, BatchException {
        boolean skip = "skip".equals(json.text("mode"));
        long version = skip ? json.optionalWhole("v").orElse(1) : json.whole("v");
        if (version != 1) {
            throw new BatchException(
                    ProblemType.UNSUPPORTED_VERSION, "this is version 1, not the batch's version");
        }
        return skip;
    }

    private static BatchHeader.Content content(Fields json) throws FieldException {
        DataType data = known("data", DataType.of(json.text("data")));
        return new BatchHeader.Content(
                json.text("agent"),
                json.text("stream"),
                data,
                interval(data, json),
                zone(json),
                known("mode", Mode.of(json.text("mode"))),
                scope(json),
                json.flag("first"),
                columns(data, json.texts("columns")));
    }

    private static Optional<Duration> interval(DataType data, Fields json) throws FieldException {
        return data == DataType.INTERVALS
                ? Optional.of(known("interval", IntervalLength.of(json.text("interval"))))
                : Optional.empty();
    }

    private static Optional<ZoneId> zone(Fields json) throws FieldException {
        Optional<String> name = json.optionalText("zone");
        try {
            return name.map(ZoneId::of);
        } catch (DateTimeException e) {
            throw new FieldException("zone", "is not known here");
        }
    }

    private static Scope scope(Fields json) throws FieldException {
        Optional<Fields> window = json.optionalObject("window");
        Optional<Fields> origin = json.optionalObject("origin");
        if (window.isPresent() == origin.isPresent()) {
            throw new FieldException("window", "or else origin must be there, and not both");
        }
        return window.isPresent() ? window(window.get()) : origin(origin.get());
    }

    private static Scope window(Fields json) throws FieldException {
        return new Scope.Window(json.time("from"), json.time("to"), json.whole("revision"));
    }

    private static Scope origin(Fields json) throws FieldException {
        return new Scope.Origin(
                json.text("sha256"),
                json.text("name"),
                json.whole("revision"),
                json.time("modified"));
    }

    private static List<Column> columns(DataType data, List<String> names) throws FieldException {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(known("columns", data.column(name)));
        }
        return columns;
    }

    private static <T> T known(String field, Optional<T> value) throws FieldException {
        return value.orElseThrow(() -> new FieldException(field, "is not one of its values"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
