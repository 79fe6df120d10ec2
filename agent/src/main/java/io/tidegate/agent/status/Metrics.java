package io.tidegate.agent.status;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidegate.agent.status.Snapshot.Matter.Kind;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The snapshot as metrics, by the official client. Rows are conserved: {@code stored = sent +
 * dropped + waiting}, per stream, at every scrape. Labels are names of streams alone. Thread-safe.
 */
final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ThreadLocal<Snapshot> scraped = new ThreadLocal<>();
    private final Supplier<Snapshot> snapshots;

    Metrics(Supplier<Snapshot> snapshots) {
        this.snapshots = snapshots;
        counter("tidegate_rows_read", "Rows that reads of the source gave", "rowsRead");
        counter("tidegate_rows_rejected", "Rows that the connector rejected", "rowsRejected");
        counter("tidegate_rows_stored", "Rows that were put into the spool", "rowsStored");
        counter(
                "tidegate_rows_sent",
                "Rows in batches that the ingest has answered for",
                "rowsSent");
        counter(
                "tidegate_rows_rejected_by_ingest",
                "Of those, rows that the ingest rejected",
                "rowsRejectedByIngest");
        counter(
                "tidegate_rows_dropped",
                "Rows that left the spool unsent for a newer revision or to be read again",
                "rowsDropped");
        counter("tidegate_batches_sent", "Batches that the ingest has answered for", "batchesSent");
        counter("tidegate_bytes_sent", "Encoded bytes of those", "bytesSent");
        gauge("tidegate_rows_waiting", "Rows in the spool", Snapshot.Stream::waiting);
        matters("tidegate_windows_held", "Windows and files that wait for a person", Kind.HELD);
        matters("tidegate_files_refused", "Files that cannot be taken as they are", Kind.REFUSED);
        matters("tidegate_set_aside", "Windows and files that the ingest refused", Kind.ASIDE);
        matters(
                "tidegate_files_missing",
                "Files that are to be sent again and lie nowhere",
                Kind.MISSING);
        matters(
                "tidegate_windows_gone",
                "Windows that are empty at the source and kept in the cloud",
                Kind.GONE);
        gauge("tidegate_files_waiting", "Files not taken yet", Snapshot.Stream::filesWaiting);
        gauge(
                "tidegate_stream_up",
                "1 if the source can be read",
                s -> s.state() == Snapshot.State.RUNNING ? 1 : 0);
        perStream(
                "tidegate_open_spans",
                "Agents' states that go on and are watched; of agent status from a database",
                (s, _) -> s.open().map(open -> (double) open.count()).orElse(Double.NaN));
        perStream(
                "tidegate_open_spans_old",
                "Those of them that have gone on for more than a day",
                (s, _) -> s.open().map(open -> (double) open.old()).orElse(Double.NaN));
        perStream(
                "tidegate_open_spans_left",
                "Agents' states without an end within status.max-open: nobody watches them any more"
                        + " and they stay open in the cloud",
                (s, _) -> s.open().map(open -> (double) open.left().count()).orElse(Double.NaN));
        perStream(
                "tidegate_lag_seconds",
                "Age of the moment up to which the ingest has the live data",
                this::lag);
        perStream(
                "tidegate_backfill_progress_ratio",
                "Share of the history that is read",
                (s, _) ->
                        s.backfill()
                                .map(b -> b.total() == 0 ? 1.0 : (double) b.done() / b.total())
                                .orElse(Double.NaN));
        whole("tidegate_spool_bytes", "Bytes that wait to be sent", s -> s.spool().bytes());
        whole("tidegate_spool_limit_bytes", "spool.max-size", s -> s.spool().limit());
        whole(
                "tidegate_uplink_connected",
                "1 if the ingest is reached",
                s -> s.uplink().state().equals("connected") ? 1 : 0);
        whole(
                "tidegate_unsent_seconds",
                "For how long batches wait of which the ingest has answered for none",
                Metrics::unsent);
        whole("tidegate_ready", "1 if /health/ready says UP", s -> s.ready() ? 1 : 0);
        GaugeWithCallback.builder()
                .name("tidegate_build_info")
                .help("The version that runs")
                .labelNames("version")
                .callback(callback -> callback.call(1, scraped.get().version()))
                .register(registry);
    }

    record Page(String contentType, byte[] body) {}

    /** In the form that the scraper asks for. */
    Page scrape(String accept) {
        scraped.set(snapshots.get());
        try {
            var writer = ExpositionFormats.init().findWriter(accept);
            var out = new ByteArrayOutputStream();
            writer.write(out, registry.scrape());
            return new Page(writer.getContentType(), out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            scraped.remove();
        }
    }

    private double lag(Snapshot.Stream stream, Snapshot snapshot) {
        return stream.completeUntil()
                .map(
                        until ->
                                (double)
                                        Math.max(
                                                0,
                                                Duration.between(until, snapshot.now())
                                                        .toSeconds()))
                .orElse(Double.NaN);
    }

    private void counter(String name, String help, String counter) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("stream")
                .callback(
                        callback ->
                                scraped.get()
                                        .streams()
                                        .forEach(
                                                s ->
                                                        callback.call(
                                                                s.rows().getOrDefault(counter, 0L),
                                                                s.name())))
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<Snapshot.Stream> value) {
        perStream(name, help, (stream, _) -> value.applyAsDouble(stream));
    }

    private void matters(String name, String help, Kind kind) {
        gauge(name, help, stream -> stream.matters().count(kind));
    }

    private static double unsent(Snapshot s) {
        return s.uplink()
                .unsentSince()
                .map(at -> Math.max(0.0, Duration.between(at, s.now()).toSeconds()))
                .orElse(0.0);
    }

    private interface PerStream {
        double of(Snapshot.Stream stream, Snapshot snapshot);
    }

    private void perStream(String name, String help, PerStream value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("stream")
                .callback(
                        callback ->
                                scraped.get()
                                        .streams()
                                        .forEach(
                                                s ->
                                                        callback.call(
                                                                value.of(s, scraped.get()),
                                                                s.name())))
                .register(registry);
    }

    private void whole(String name, String help, ToDoubleFunction<Snapshot> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(scraped.get())))
                .register(registry);
    }
}
