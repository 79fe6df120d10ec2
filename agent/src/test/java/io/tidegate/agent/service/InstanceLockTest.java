package io.tidegate.agent.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class InstanceLockTest {
    @TempDir Path folder;

    /** Takes the folder named by its argument, says so and waits to be killed. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (var lock = InstanceLock.take(Path.of(args[0]))) {
                System.out.println("held " + lock);
                System.in.read();
            }
        }
    }

    @Test
    void aSecondProcessIsToldWhoHoldsTheFolder() throws Exception {
        try (Child first = Child.run(Holder.class, folder.toString())) {
            assertTrue(first.line().startsWith("held"));
            var told = assertThrows(AlreadyRunningException.class, () -> InstanceLock.take(folder));
            assertTrue(told.getMessage().contains("process " + first.pid()), told.getMessage());
            assertTrue(told.getMessage().contains(folder.toString()));
            first.kill();
            InstanceLock.take(folder).close();
        }
    }

    @Test
    void aSecondTryOfTheSameProcessDoesNotLoseTheLock() throws Exception {
        try (var _ = InstanceLock.take(folder)) {
            assertThrows(AlreadyRunningException.class, () -> InstanceLock.take(folder));
            try (Child other = Child.run(Holder.class, folder.toString())) {
                assertEquals(null, other.line());
            }
        }
    }

    @Test
    void aFolderThatIsNotThereIsMadeForItsOwnerAlone() throws Exception {
        Path deep = folder.resolve("a/b");
        try (var _ = InstanceLock.take(deep)) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(deep.resolve("lock"))));
        }
    }
}
