package io.tidegate.agent.window;

import io.tidegate.agent.control.Days;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.uplink.Listed;
import io.tidegate.agent.verify.IngestSide;
import io.tidegate.agent.verify.Verifier;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Verifies a world whose time goes on while the source is asked. One thread. */
final class Verifying implements IngestSide, Talk {
    private static final int PAGE = 7;

    private final World world;
    final Verifier verifier;
    final List<String> lines = new ArrayList<>();
    boolean totals;
    boolean csv;
    boolean cloudTakes = true;
    boolean hangUp;
    Optional<String> away = Optional.empty();
    Runnable beforeListing = () -> {};
    private String summary = "";

    Verifying(World world) {
        this.world = world;
        this.verifier =
                new Verifier(
                        world.store,
                        Map.of(World.STREAM, world.settings.config()),
                        _ -> this::examine,
                        this,
                        world.clock);
    }

    Reply verify(LocalDate from, LocalDate to) throws IOException, InterruptedException {
        lines.clear();
        Reply reply =
                verifier.verify(
                        new Request.Verify(World.STREAM, new Days(from, to), totals, csv), this);
        summary = reply.text();
        return reply;
    }

    String all() {
        return String.join("\n", lines) + "\n" + summary;
    }

    private Future<Answered> examine(Question question) {
        Future<Answered> answer = world.intake.examine(question);
        try {
            while (!answer.isDone()) {
                world.clock.advance(Duration.ofSeconds(1));
                world.intake.turn();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return answer;
    }

    @Override
    public Future<Listed<StoredWindow>> windows(
            String stream, Instant from, Instant to, Optional<String> next) {
        beforeListing.run();
        if (away.isPresent()) {
            return CompletableFuture.completedFuture(new Listed.Unknown<>(away.get()));
        }
        if (cloudTakes) {
            world.cloud.takeAll(world.store);
        }
        Instant begin = next.map(Instant::parse).orElse(from);
        List<StoredWindow> all =
                world.cloud.windows.entrySet().stream()
                        .filter(w -> w.getValue().to().isAfter(begin) && w.getKey().isBefore(to))
                        .map(w -> stored(w.getKey(), w.getValue()))
                        .toList();
        boolean more = all.size() > PAGE;
        return CompletableFuture.completedFuture(
                new Listed.Some<>(
                        more ? all.subList(0, PAGE) : all,
                        more ? Optional.of(all.get(PAGE).from().toString()) : Optional.empty()));
    }

    private static StoredWindow stored(Instant from, Cloud.Stored window) {
        return new StoredWindow(
                from,
                window.to(),
                window.revision(),
                window.hash(),
                window.rows().size(),
                sum(window.rows(), "answered"),
                sum(window.rows(), "duration"));
    }

    private static long sum(List<Row> rows, String name) {
        Column column = DataType.CONTACTS.column(name).orElseThrow();
        return rows.stream().filter(r -> !r.isNull(column)).mapToLong(r -> r.number(column)).sum();
    }

    @Override
    public Future<Listed<StoredOrigin>> origins(String stream, Optional<String> next) {
        throw new AssertionError("a database has no files");
    }

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public void progress(String text) throws IOException {
        if (hangUp) {
            throw new IOException("nobody listens");
        }
    }
}
