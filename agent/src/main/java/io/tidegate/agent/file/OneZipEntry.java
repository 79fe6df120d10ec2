package io.tidegate.agent.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The one file in a zip file. Its name is used for nothing. Folders in it do not matter; a second
 * file, a password and what the end of the zip file does not know of are refused. Used by one
 * thread.
 */
final class OneZipEntry extends InputStream {
    private static final int BLOCK = 1 << 16;
    private static final String ENCRYPTED =
            "the zip file is protected by a password; drop it without one";

    private final ZipInputStream in;
    private final ZipEnd end;
    private int entries;
    private boolean ended;

    OneZipEntry(InputStream packed, ZipEnd end) throws IOException {
        this.in = new ZipInputStream(new BufferedInputStream(packed, BLOCK));
        this.end = end;
        if (next() == null) {
            throw PackedException.bad("the zip file holds no file; put one CSV file into it");
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int read = in.read(bytes, from, length);
            if (read < 0) {
                finish();
            }
            return read;
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    private void finish() throws IOException {
        ended = true;
        if (next() != null) {
            throw PackedException.bad(
                    "the zip file holds more than one file; put each CSV file into one of its own");
        }
        if (end.entries() != entries && end.entries() != ZipEnd.MANY) {
            throw PackedException.bad(
                    "the zip file is damaged (it has other entries than its end says); copy it"
                            + " again");
        }
    }

    /** The next that is no folder; null if there is none. */
    private ZipEntry next() throws IOException {
        try {
            ZipEntry entry = in.getNextEntry();
            while (entry != null) {
                entries++;
                if (!entry.isDirectory()) {
                    return entry;
                }
                entry = in.getNextEntry();
            }
            return null;
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        } catch (IllegalArgumentException _) {
            throw PackedException.bad(
                    "the zip file holds a name that is no text; pack it with UTF-8 names");
        }
    }

    /** That it has its end is known: so what is missing is missing in the middle. */
    private static PackedException damaged(IOException e) {
        boolean locked = e.getMessage() != null && e.getMessage().contains("encrypted");
        return PackedException.bad(
                locked
                        ? ENCRYPTED
                        : "the zip file is damaged or packed in a way that is not read ("
                                + e.getMessage()
                                + "); copy it again, or pack it with Deflate");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
