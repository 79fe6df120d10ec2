package io.tidegate.ingest;

import com.github.luben.zstd.Zstd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A batch as text, written by hand as a third party would. */
final class Lines {
    static final String CONTACT_COLUMNS =
            "\"queueidentifier\",\"queuename\",\"timestamp\",\"answered\",\"duration\","
                    + "\"contactidentifier\"";
    static final String INTERVAL_COLUMNS =
            "\"queueidentifier\",\"queuename\",\"timestamp\",\"offered\",\"answered\","
                    + "\"handlingtime\"";
    static final String STATUS_COLUMNS =
            "\"agentidentifier\",\"starttime\",\"activity\",\"endtime\"";
    static final String SKIP =
            "{\"v\":1,\"mode\":\"skip\"}\n{\"end\":true,\"rows\":0,\"last\":true}\n";

    private final String header;
    private final List<String> rows = new ArrayList<>();
    private boolean first = true;
    private boolean last = true;

    private Lines(String header) {
        this.header = header;
    }

    static Lines window(String stream, String data, String from, String to, long revision) {
        return new Lines(
                head(stream, data)
                        + "\"mode\":\"replace\",\"window\":{\"from\":\"%s\",\"to\":\"%s\",\"revision\":%d},"
                                .formatted(time(from), time(to), revision)
                        + columns(data));
    }

    /** A file; its hash is made of one character. */
    static Lines file(
            String stream, String data, String mode, char sha, String modified, long revision) {
        return new Lines(
                head(stream, data)
                        + ("\"mode\":\"%s\",\"origin\":{\"sha256\":\"%s\",\"name\":\"%s.csv\","
                                        + "\"modified\":\"%s\",\"revision\":%d},")
                                .formatted(
                                        mode,
                                        String.valueOf(sha).repeat(64),
                                        sha,
                                        time(modified),
                                        revision)
                        + columns(data));
    }

    private static String head(String stream, String data) {
        String interval = data.equals("intervals") ? "\"interval\":\"15m\"," : "";
        return "{\"v\":1,\"agent\":\"berlin\",\"stream\":\"%s\",\"data\":\"%s\",%s\"zone\":\"UTC\","
                .formatted(stream, data, interval);
    }

    private static String columns(String data) {
        return "\"columns\":["
                + switch (data) {
                    case "intervals" -> INTERVAL_COLUMNS;
                    case "contacts" -> CONTACT_COLUMNS;
                    default -> STATUS_COLUMNS;
                }
                + "]";
    }

    /** A time of 2026-11-20, such as 08:15, or whole. */
    static String time(String text) {
        return text.length() == 5 ? "2026-11-20T" + text + ":00Z" : text;
    }

    Lines row(String json) {
        rows.add(json);
        return this;
    }

    Lines contact(String id, String queue, String at, int answered, String duration) {
        return row(
                "[\"%s\",\"Queue %s\",\"%s\",%d,%s,%s]"
                        .formatted(
                                queue,
                                queue,
                                time(at),
                                answered,
                                duration,
                                id == null ? "null" : "\"" + id + "\""));
    }

    Lines interval(String queue, String at, int offered, int answered, String handling) {
        return row(
                "[\"%s\",\"Queue %s\",\"%s\",%d,%d,%s]"
                        .formatted(queue, queue, time(at), offered, answered, handling));
    }

    Lines status(String person, String start, String activity, String end) {
        return row(
                "[\"%s\",\"%s\",\"%s\",%s]"
                        .formatted(
                                person,
                                time(start),
                                activity,
                                end == null ? "null" : "\"" + time(end) + "\""));
    }

    /** One of several parts. */
    Lines part(boolean first, boolean last) {
        this.first = first;
        this.last = last;
        return this;
    }

    String text() {
        String rowLines = rows.isEmpty() ? "" : String.join("\n", rows) + "\n";
        return header.replace("\"columns\"", "\"first\":" + first + ",\"columns\"")
                + "}\n"
                + rowLines
                + "{\"end\":true,\"rows\":%d,\"last\":%s}\n".formatted(rows.size(), last);
    }

    static byte[] zstd(String text) {
        return Zstd.compress(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
