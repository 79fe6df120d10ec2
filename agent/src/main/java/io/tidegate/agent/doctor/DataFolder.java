package io.tidegate.agent.doctor;

import io.tidegate.agent.control.ControlClient;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.UnreachableException;
import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.config.AgentConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** Whether the data folder can be used. Makes nothing in it and opens no store. */
final class DataFolder {
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final AgentConfig config;
    private final Clock clock;

    DataFolder(AgentConfig config, Clock clock) {
        this.folder = config.dataDir();
        this.config = config;
        this.clock = clock;
    }

    void look(Consumer<Finding> out) throws IOException {
        if (Files.exists(folder)) {
            existing(out);
        } else {
            absent(out);
        }
    }

    private void absent(Consumer<Finding> out) throws IOException {
        Path above = folder.toAbsolutePath().getParent();
        while (!Files.exists(above)) {
            above = above.getParent();
        }
        if (Files.isDirectory(above) && Files.isWritable(above)) {
            out.accept(Finding.ok("%s is not there; the first start makes it".formatted(folder)));
            room(above, out);
        } else {
            out.accept(
                    Finding.fail(
                            "%s is not there, and this account may not make it in %s"
                                    .formatted(folder, above),
                            "make it for the service's account, or name another in agent.data-dir"));
        }
    }

    private void existing(Consumer<Finding> out) throws IOException {
        if (!Files.isDirectory(folder)) {
            out.accept(
                    Finding.fail(
                            "%s is no folder".formatted(folder), "name another in agent.data-dir"));
            return;
        }
        if (Files.isWritable(folder)) {
            out.accept(
                    Finding.ok("%s is there and this account may write to it".formatted(folder)));
        } else {
            out.accept(
                    Finding.warn(
                            "this account may not write to %s, which belongs to %s"
                                    .formatted(folder, Files.getOwner(folder).getName()),
                            "fine if the service runs as that one: then say doctor as that one"));
        }
        owner(out);
        room(folder, out);
        holder(out);
    }

    private void owner(Consumer<Finding> out) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNER.containsAll(Files.getPosixFilePermissions(folder))) {
            out.accept(
                    Finding.warn(
                            "%s can be used by others than its owner".formatted(folder),
                            "the next start puts that right"));
        }
    }

    private void room(Path where, Consumer<Finding> out) throws IOException {
        long free = Files.getFileStore(where).getUsableSpace();
        long needed = config.spool().minFreeDisk();
        long reserve = SpoolGate.reserve(folder);
        long most = config.spool().maxSize();
        String text = "%,d MiB are free on its disk".formatted(free >> 20);
        if (free < needed) {
            out.accept(
                    Finding.fail(
                            "%s, fewer than spool.min-free-disk = %,d MiB: nothing would be read"
                                    .formatted(text, needed >> 20),
                            "make room, or name a folder on another disk in agent.data-dir"));
        } else if (free < reserve) {
            out.accept(
                    Finding.fail(
                            "%s (%,d bytes), fewer than the %d MiB (%,d bytes) that a store needs to set space apart, whatever spool.min-free-disk says: nothing would be read"
                                    .formatted(text, free, reserve >> 20, reserve),
                            "make room, or name a folder on another disk in agent.data-dir"));
        } else if (free - needed < most) {
            out.accept(
                    Finding.warn(
                            "%s: spool.max-size = %,d MiB would not fit beside the %,d MiB that stay free"
                                    .formatted(text, most >> 20, needed >> 20),
                            "reading waits for room then; make some, or lower spool.max-size"));
        } else {
            out.accept(Finding.ok(text));
        }
    }

    private void holder(Consumer<Finding> out) {
        out.accept(
                Finding.ok(
                        isHeld()
                                ? "a connector runs on it; its store was not touched"
                                : "no connector that this account may ask runs on it"));
    }

    /** Whether a connector that runs on it answers. */
    boolean isHeld() {
        try {
            new ControlClient(folder, clock).ask(new Request.Status());
            return true;
        } catch (UnreachableException _) {
            return false;
        }
    }
}
