package io.tidegate.agent.status;

import io.tidegate.agent.log.Recent;
import io.tidegate.agent.status.Snapshot.Matter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The snapshot as one plain page without any outside resource. Stateless. */
final class StatusPage {
    private static final String FRAME = resource("status.html");

    private StatusPage() {}

    static String of(Snapshot s) {
        return FRAME.replace("{{agent}}", escaped(s.agent()))
                .replace("{{version}}", escaped(s.version()))
                .replace("{{now}}", Words.time(s.now()))
                .replace("{{since}}", Words.time(s.since()))
                .replace("{{headline}}", headline(Assessment.of(s)))
                .replace("{{uplink}}", uplink(s.uplink()))
                .replace("{{spool}}", spool(s.spool()))
                .replace("{{streams}}", streams(s))
                .replace("{{matters}}", matters(s))
                .replace("{{events}}", events(s));
    }

    private static String headline(Assessment assessment) {
        var lines = new StringBuilder();
        for (Assessment.Finding finding : assessment.headline()) {
            lines.append("<p class=\"headline ").append(color(finding.level())).append("\">");
            lines.append(escaped(finding.text())).append("</p>\n");
        }
        return lines.toString();
    }

    private static String color(Assessment.Level level) {
        return switch (level) {
            case OK -> "good";
            case WARNING -> "warn";
            case CRITICAL -> "bad";
        };
    }

    private static String uplink(Snapshot.Uplink uplink) {
        String contact =
                uplink.lastContact().map(at -> ", last contact " + Words.time(at)).orElse("");
        String reason = uplink.reason().isEmpty() ? "" : ": " + escaped(uplink.reason());
        return escaped((uplink.state() + " " + uplink.protocol()).strip())
                + " "
                + escaped(uplink.url())
                + contact
                + reason
                + uplink.nextTry().map(at -> ", " + Words.nextTry(at)).orElse("");
    }

    private static String spool(Snapshot.Spool spool) {
        String level =
                "%s, %.1f of %.0f MiB"
                        .formatted(
                                Words.count(spool.batches(), "batch"),
                                spool.bytes() / 1048576.0,
                                spool.limit() / 1048576.0);
        String full = spool.full().isEmpty() ? "" : ": " + escaped(spool.full());
        String left = spool.left().isEmpty() ? "" : "; " + escaped(spool.left());
        return level + full + left;
    }

    private static String streams(Snapshot s) {
        var rows = new StringBuilder();
        for (Snapshot.Stream stream : s.streams()) {
            rows.append("<tr><th scope=row>").append(escaped(stream.name())).append("</th>");
            cell(rows, stream.data().isEmpty() ? "" : stream.data() + ", " + stream.kind());
            rows.append("<td class=")
                    .append(color(stream.state()))
                    .append('>')
                    .append(escaped(stream.state().wireName()));
            rows.append(stream.reason().isEmpty() ? "" : "<br>" + escaped(stream.reason()))
                    .append("</td>");
            cell(rows, CloudLine.of(stream, s.now()));
            cell(
                    rows,
                    "%,d sent, repeats included"
                                    .formatted(stream.rows().getOrDefault("rowsSent", 0L))
                            + stream.open().map(open -> "; " + open.text()).orElse(""));
            rows.append("<td>").append(rejects(stream)).append("</td>");
            cell(rows, history(stream));
            rows.append("</tr>\n");
        }
        return rows.toString();
    }

    private static String color(Snapshot.State state) {
        return switch (state) {
            case RUNNING -> "good";
            case PAUSED, WAITING -> "warn";
            case STARTING, TROUBLED, MISCONFIGURED -> "bad";
        };
    }

    private static String rejects(Snapshot.Stream stream) {
        if (stream.rejects() == 0) {
            return "none";
        }
        var text = new StringBuilder("%,d".formatted(stream.rejects()));
        for (Snapshot.RejectReason reason : stream.reasons()) {
            text.append("<br>").append(escaped(reason.text()));
        }
        return text.toString();
    }

    private static String history(Snapshot.Stream stream) {
        String read = stream.backfill().map(StatusPage::backfill).orElse("");
        return stream.verifying().map(at -> (read + " verify: " + at).strip()).orElse(read);
    }

    private static String backfill(Snapshot.Backfill backfill) {
        return backfill.done() >= backfill.total()
                ? "read"
                : "%,d of %s read"
                                .formatted(backfill.done(), Words.count(backfill.total(), "window"))
                        + backfill.eta().map(eta -> ", done about " + Words.time(eta)).orElse("");
    }

    private static String matters(Snapshot s) {
        var rows = new StringBuilder();
        for (Snapshot.Stream stream : s.streams()) {
            for (Matter.Kind kind : Matter.Kind.all()) {
                stream.matters().first(kind).forEach(matter -> row(rows, stream, matter));
                long more = stream.matters().more(kind);
                if (more > 0) {
                    cells(rows, stream.name(), kind.word());
                    cell(rows, "and " + Words.count(more, "more " + stream.unit()));
                    rows.append("<td></td><td></td></tr>\n");
                }
            }
        }
        return rows.isEmpty() ? "<tr><td colspan=5>nothing</td></tr>" : rows.toString();
    }

    private static void row(StringBuilder rows, Snapshot.Stream stream, Matter matter) {
        cells(rows, stream.name(), matter.kind().word());
        cell(rows, matter.what());
        cell(rows, matter.reason());
        rows.append("<td>");
        for (String command : matter.commands()) {
            rows.append("<code>").append(escaped(command)).append("</code><br>");
        }
        rows.append(escaped(matter.hint())).append("</td></tr>\n");
    }

    private static void cells(StringBuilder rows, String name, String kind) {
        rows.append("<tr><th scope=row>").append(escaped(name)).append("</th>");
        cell(rows, kind);
    }

    private static String events(Snapshot s) {
        var rows = new StringBuilder();
        for (Recent.Said said : s.events()) {
            rows.append("<tr><td>").append(Words.time(said.at())).append("</td>");
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
