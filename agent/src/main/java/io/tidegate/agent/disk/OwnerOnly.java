package io.tidegate.agent.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes folders and files that only their owner can use: 0700 and 0600, on Windows an access list
 * of the owner alone where the file system takes one.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes the folder, and those above it, if it is not there; its rights are set anyway. */
    public static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            create(() -> Files.createDirectory(folder, atBirth(folder, FOLDER)));
        }
        restrict(folder, FOLDER);
        return folder;
    }

    /** Makes the file, empty, if it is not there; its rights are set anyway. */
    public static Path file(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(() -> Files.createFile(file, atBirth(file, FILE)));
        }
        restrict(file, FILE);
        return file;
    }

    private interface Creation {
        Path create() throws IOException;
    }

    private static void create(Creation creation) throws IOException {
        try {
            creation.create();
        } catch (FileAlreadyExistsException _) {
            // Somebody else was quicker; its rights are set next.
        }
    }

    private static FileAttribute<?>[] atBirth(Path path, Set<PosixFilePermission> rights) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    private static void restrict(Path path, Set<PosixFilePermission> rights) throws IOException {
        if (posix(path)) {
            if (!Files.getPosixFilePermissions(path).equals(rights)) {
                Files.setPosixFilePermissions(path, rights);
            }
            return;
        }
        var acl = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (acl != null) {
            acl.setAcl(List.of(everythingFor(acl.getOwner())));
        }
    }

    private static AclEntry everythingFor(UserPrincipal who) {
        return AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(who)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
