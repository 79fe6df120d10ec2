package io.tidegate.agent.store;

import io.tidegate.agent.event.Events;
import io.tidegate.config.AgentConfig;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether there is room to read on. Full is a state: it begins at the limit and ends well below it,
 * so that reading does not stutter. Backfill may fill half of the spool, so that live always finds
 * room. Thread-safe.
 */
public final class SpoolGate {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolGate.class);

    private static final String ROOM =
            "make room, or name a folder on another disk in agent.data-dir";

    /** Bytes that are free on the disk of the data folder. */
    public interface Disk {
        long free() throws IOException;

        static Disk of(Path dataDir) throws IOException {
            return Files.getFileStore(dataDir)::getUsableSpace;
        }
    }

    private final Store store;
    private final AgentConfig.Spool limits;
    private final Disk disk;
    private boolean allFull;
    private boolean backfillFull;
    private boolean diskFull;
    private boolean storeFull;

    public SpoolGate(Store store, AgentConfig.Spool limits, Disk disk) {
        this.store = store;
        this.limits = limits;
        this.disk = disk;
    }

    /** Empty if there is room for that lane; otherwise why not, as a sentence for a person. */
    public synchronized Optional<String> full(Lane lane) {
        measure(store.read(Tx::usage));
        return reason(lane);
    }

    private void measure(SpoolUsage usage) {
        long half = limits.maxSize() / 2;
        boolean before = isFull();
        storeFull = store.isDiskFull();
        allFull = usage.bytes() >= (allFull ? limits.maxSize() / 10 * 9 : limits.maxSize());
        backfillFull = usage.backfillBytes() >= (backfillFull ? half / 10 * 9 : half);
        diskFull = free() < (diskFull ? limits.minFreeDisk() / 4 * 5 : limits.minFreeDisk());
        if (before != isFull()) {
            say();
        }
    }

    private boolean isFull() {
        return allFull || diskFull || storeFull;
    }

    private long free() {
        try {
            return disk.free();
        } catch (IOException _) {
            return Long.MAX_VALUE; // What a disk does not tell, a write will.
        }
    }

    private void say() {
        reason(Lane.LIVE)
                .ifPresentOrElse(
                        why ->
                                Events.warn(LOG, StoreEvent.SPOOL_FULL)
                                        .log("reading waits: {}", why),
                        () ->
                                Events.info(LOG, StoreEvent.SPOOL_HAS_ROOM)
                                        .log("the spool has room again, reading goes on"));
    }

    private String known() {
        long free = free();
        return free == Long.MAX_VALUE ? "" : " (%,d bytes are free)".formatted(free);
    }

    private static String size(long bytes) {
        return "%d MiB (%,d bytes)".formatted(bytes >> 20, bytes);
    }

    /**
     * Bytes that must be free on the disk of a data folder for a store to begin reading, whatever
     * {@code spool.min-free-disk} says; 0 once it has set them apart.
     */
    public static long reserve(Path dataDir) {
        return Reserve.in(dataDir.resolve("store")) ? 0 : Reserve.NEEDED;
    }

    private Optional<String> reason(Lane lane) {
        if (storeFull) {
            return Optional.of(
                    "there is too little room on the disk of the data folder%s; reading waits until %s are, of which half are set apart for the store: %s"
                            .formatted(known(), size(Reserve.NEEDED), ROOM));
        }
        if (diskFull) {
            return Optional.of(
                    "less than spool.min-free-disk = %d MiB are free on the disk of the data folder%s; reading waits until %d MiB are: %s"
                            .formatted(
                                    limits.minFreeDisk() >> 20,
                                    known(),
                                    limits.minFreeDisk() / 4 * 5 >> 20,
                                    ROOM));
        }
        if (allFull) {
            return Optional.of(
                    "%d MiB wait to be sent (spool.max-size); see why the ingest is not reached"
                            .formatted(limits.maxSize() >> 20));
        }
        return lane == Lane.BACKFILL && backfillFull
                ? Optional.of("history fills half of the spool and waits until some of it is sent")
                : Optional.empty();
    }
}
