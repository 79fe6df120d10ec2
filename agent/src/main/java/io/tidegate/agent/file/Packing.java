package io.tidegate.agent.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/** How a file is packed, by the end of its name in any case of its letters. */
enum Packing {
    PLAIN {
        @Override
        InputStream unpack(HashedInput in, Path file) {
            return in;
        }
    },
    GZ {
        @Override
        InputStream unpack(HashedInput in, Path file) throws IOException {
            return new Unpacked(new GzMembers(in), in);
        }
    },
    ZIP {
        @Override
        InputStream unpack(HashedInput in, Path file) throws IOException {
            return new Unpacked(new OneZipEntry(in, ZipEnd.of(file)), in);
        }
    };

    static Packing of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".gz")) {
            return GZ;
        }
        return lower.endsWith(".zip") ? ZIP : PLAIN;
    }

    /**
     * The bytes of its rows.
     *
     * @param file where {@code in} reads
     */
    abstract InputStream unpack(HashedInput in, Path file) throws IOException;
}
