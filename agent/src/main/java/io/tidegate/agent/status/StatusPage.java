package io.tidegate.agent.status;

import io.tidegate.agent.log.Recent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The snapshot as one plain page without any outside resource. Stateless. */
final class StatusPage {
    private static final String FRAME = resource("status.html");

    private StatusPage() {}

    static String of(Snapshot s) {
        return FRAME.replace("{{agent}}", escaped(s.agent()))
                .replace("{{version}}", escaped(s.version()))
                .replace("{{now}}", time(s.now()))
                .replace("{{since}}", time(s.since()))
                .replace("{{headline}}", headline(s))
                .replace("{{class}}", s.ready() ? "good" : "bad")
                .replace("{{uplink}}", uplink(s.uplink()))
                .replace("{{spool}}", spool(s.spool()))
                .replace("{{streams}}", streams(s))
                .replace("{{held}}", held(s))
                .replace("{{events}}", events(s));
    }

    private static String headline(Snapshot s) {
        long troubled =
                s.streams().stream().filter(x -> x.state() != Snapshot.State.RUNNING).count();
        long held = s.streams().stream().mapToLong(Snapshot.Stream::heldCount).sum();
        if (!s.ready()) {
            return "Needs a look: "
                    + troubled
                    + " of "
                    + s.streams().size()
                    + " streams do not run.";
        }
        return held > 0
                ? "All sources are read. " + held + " windows or files wait for your decision."
                : "All is well.";
    }

    private static String uplink(Snapshot.Uplink uplink) {
        String contact = uplink.lastContact().map(at -> ", last contact " + time(at)).orElse("");
        String reason = uplink.reason().isEmpty() ? "" : ": " + escaped(uplink.reason());
        return escaped(uplink.state() + " " + uplink.protocol())
                + " "
                + escaped(uplink.url())
                + contact
                + reason;
    }

    private static String spool(Snapshot.Spool spool) {
        String level =
                "%d batches, %.1f of %.0f MiB"
                        .formatted(
                                spool.batches(),
                                spool.bytes() / 1048576.0,
                                spool.limit() / 1048576.0);
        return spool.full().isEmpty() ? level : level + ": " + escaped(spool.full());
    }

    private static String streams(Snapshot s) {
        var rows = new StringBuilder();
        for (Snapshot.Stream stream : s.streams()) {
            rows.append("<tr><th scope=row>").append(escaped(stream.name())).append("</th>");
            cell(rows, stream.data() + ", " + stream.kind());
            rows.append("<td class=")
                    .append(stream.state() == Snapshot.State.RUNNING ? "good" : "bad")
                    .append('>');
            rows.append(escaped(stream.state().wireName()));
            rows.append(stream.reason().isEmpty() ? "" : "<br>" + escaped(stream.reason()))
                    .append("</td>");
            cell(
                    rows,
                    stream.completeUntil()
                            .map(until -> lag(until, s.now()))
                            .orElse("not yet read"));
            cell(
                    rows,
                    stream.rows().getOrDefault("rowsSent", 0L)
                            + " sent, "
                            + stream.waiting()
                            + " waiting");
            cell(rows, stream.rejects() == 0 ? "none" : String.valueOf(stream.rejects()));
            cell(rows, stream.backfill().map(StatusPage::backfill).orElse(""));
            rows.append("</tr>\n");
        }
        return rows.toString();
    }

    private static String lag(Instant until, Instant now) {
        return time(until) + " (" + duration(Duration.between(until, now)) + " ago)";
    }

    private static String backfill(Snapshot.Backfill backfill) {
        String share = "%d of %d windows".formatted(backfill.done(), backfill.total());
        return backfill.done() >= backfill.total()
                ? "complete"
                : share + backfill.eta().map(eta -> ", done about " + time(eta)).orElse("");
    }

    private static String held(Snapshot s) {
        var rows = new StringBuilder();
        for (Snapshot.Stream stream : s.streams()) {
            for (Snapshot.Held held : stream.held()) {
                rows.append("<tr><th scope=row>").append(escaped(stream.name())).append("</th>");
                cell(rows, held.what());
                cell(rows, held.reason());
                cell(
                        rows,
                        "tidegate accept "
                                + stream.name()
                                + "  or  tidegate keep "
                                + stream.name());
                rows.append("</tr>\n");
            }
        }
        return rows.isEmpty() ? "<tr><td colspan=4>nothing</td></tr>" : rows.toString();
    }

    private static String events(Snapshot s) {
        var rows = new StringBuilder();
        for (Recent.Said said : s.events()) {
            rows.append("<tr><td>").append(time(said.at())).append("</td>");
            cell(rows, said.id());
            cell(rows, said.keys());
            cell(rows, said.text());
            rows.append("</tr>\n");
        }
        return rows.isEmpty() ? "<tr><td colspan=4>none</td></tr>" : rows.toString();
    }

    private static void cell(StringBuilder rows, String text) {
        rows.append("<td>").append(escaped(text)).append("</td>");
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    private static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 120
                ? seconds + " s"
                : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private static String escaped(String text) {
        return Optional.ofNullable(text)
                .orElse("")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (var in = StatusPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
