package io.tidegate.agent.file;

import io.tidegate.agent.store.OpenUnit;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Lane;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How far a file has come that does not fit into one part, written with each part but the last: who
 * is killed in the middle goes on behind the last stored one.
 *
 * @param sha256 under which the file is known
 * @param revision under which its parts are stored
 * @param reading what else has to be the same for its rows to be the same, see {@link #reading}
 * @param parts stored so far
 * @param rows in them
 * @param proof of the first of these rows
 */
record Bookmark(
        String sha256,
        long revision,
        String reading,
        int parts,
        long rows,
        ShippedRows.Proof proof) {
    private static final String NAME = "csv-bookmark";
    private static final byte VERSION = 1;

    /** The bookmark of the file that the lane is open for; empty if it is open for none. */
    static Optional<Bookmark> open(Tx tx, String stream) {
        return tx.open(stream, Lane.LIVE)
                .flatMap(
                        open ->
                                tx.blob(stream, NAME)
                                        .flatMap(Bookmark::fromBytes)
                                        .filter(mark -> mark.isOf(open, stream)));
    }

    private boolean isOf(OpenUnit open, String stream) {
        return open.unit().equals(new Unit.File(stream, sha256)) && open.revision() == revision;
    }

    void write(Tx tx, String stream) {
        tx.putBlob(stream, NAME, toBytes());
    }

    /** The same text for readings of a file that give the same rows under the same header. */
    static String reading(FileStream stream, Candidate candidate, Verdict.Take verdict) {
        var text = new StringBuilder(verdict.sha256());
        text.append('\n').append(stream.source().recipe()).append('\n').append(stream.mode());
        verdict.columns().stream().map(Column::name).forEach(c -> text.append('\n').append(c));
        text.append('\n').append(candidate.file().name()).append('\n');
        text.append(candidate.modified());
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(verdict.dialect().toBytes());
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(sha256);
            out.writeLong(revision);
            out.writeUTF(reading);
            out.writeInt(parts);
            out.writeLong(rows);
            out.writeLong(proof.rows());
            out.writeLong(proof.sum());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Empty if they were written by another version: then the file begins anew. */
    private static Optional<Bookmark> fromBytes(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return in.readByte() == VERSION
                    ? Optional.of(
                            new Bookmark(
                                    in.readUTF(),
                                    in.readLong(),
                                    in.readUTF(),
                                    in.readInt(),
                                    in.readLong(),
                                    new ShippedRows.Proof(in.readLong(), in.readLong())))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
