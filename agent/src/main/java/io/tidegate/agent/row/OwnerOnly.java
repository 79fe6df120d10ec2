package io.tidegate.agent.row;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/** Files that only the account which runs the connector may read, on POSIX and on Windows. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** Makes an empty file, its owner's alone from the first moment on where the system can. */
    static void create(Path file) throws IOException {
        if (Files.getFileStore(file.toAbsolutePath().getParent())
                .supportsFileAttributeView("posix")) {
            var mode = PosixFilePermissions.fromString("rw-------");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
            return;
        }
        Files.createFile(file);
        restrict(Files.getFileAttributeView(file, AclFileAttributeView.class));
    }

    /** Makes a rename in that folder last through a power cut; Windows has no such call. */
    static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException _) {
            // Windows opens no folder as a file: there the rename itself is what there is.
        }
    }

    private static void restrict(AclFileAttributeView acl) throws IOException {
        acl.setAcl(
                List.of(
                        AclEntry.newBuilder()
                                .setType(AclEntryType.ALLOW)
                                .setPrincipal(acl.getOwner())
                                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                                .build()));
    }
}
