package io.tidegate.agent.source.sql.tds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects bytes as TDS orders them: little end first, text in UTF-16LE. */
final class Bytes extends ByteArrayOutputStream {
    Bytes u8(int value) {
        write(value);
        return this;
    }

    Bytes u16(int value) {
        return number(value, 2);
    }

    Bytes i32(int value) {
        return number(value, 4);
    }

    Bytes i64(long value) {
        return number(value, 8);
    }

    /** The lowest bytes of a number. */
    Bytes number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            write((int) (value >> (8 * i)));
        }
        return this;
    }

    Bytes raw(byte[] bytes) {
        writeBytes(bytes);
        return this;
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    /** B_VARCHAR: a length in one byte, counted in characters. */
    Bytes shortText(String text) {
        return u8(text.length()).raw(utf16(text));
    }

    /** US_VARCHAR: a length in two bytes, counted in characters. */
    Bytes text(String text) {
        return u16(text.length()).raw(utf16(text));
    }
}
