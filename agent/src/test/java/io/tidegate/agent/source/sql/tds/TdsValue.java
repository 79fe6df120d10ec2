package io.tidegate.agent.source.sql.tds;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** How values of SQL Server's types are written, without their length (MS-TDS 2.2.5.5). */
final class TdsValue {
    private static final Charset ANSI = Charset.forName("windows-1252");

    private TdsValue() {}

    static byte[] bytes(TdsType type, Object value) {
        var out = new Bytes();
        switch (type.kind()) {
            case INT -> out.number(((Number) value).longValue(), type.size());
            case BIT -> out.u8((Boolean) value ? 1 : 0);
            case FLOAT -> floating(type, out, ((Number) value).doubleValue());
            case MONEY -> money(type, out, ((BigDecimal) value).movePointRight(4).longValueExact());
            case DECIMAL, NUMERIC -> decimal(type, out, (BigDecimal) value);
            case DATETIME -> moment(type, out, (LocalDateTime) value);
            case DATE -> Moments.date(out, (LocalDate) value);
            case TIME -> Moments.time(out, (LocalTime) value, type.scale());
            case DATETIME2 -> {
                Moments.time(out, ((LocalDateTime) value).toLocalTime(), type.scale());
                Moments.date(out, ((LocalDateTime) value).toLocalDate());
            }
            case DATETIMEOFFSET -> Moments.offset(out, (OffsetDateTime) value, type.scale());
            case GUID -> guid(out, (UUID) value);
            case VARBINARY -> out.raw((byte[]) value);
            case VARCHAR -> out.raw(((String) value).getBytes(ANSI));
            case CHAR -> out.raw(padded((String) value, type.size()).getBytes(ANSI));
            case NVARCHAR -> out.raw(Bytes.utf16((String) value));
            case NCHAR -> out.raw(Bytes.utf16(padded((String) value, type.size() / 2)));
        }
        return out.toByteArray();
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }

    private static void floating(TdsType type, Bytes out, double value) {
        long bits =
                type.size() == 4
                        ? Float.floatToIntBits((float) value)
                        : Double.doubleToLongBits(value);
        out.number(bits, type.size());
    }

    /** Eight bytes are two halves, the higher first. */
    private static void money(TdsType type, Bytes out, long tenThousandths) {
        if (type.size() == 8) {
            out.i32((int) (tenThousandths >> 32));
        }
        out.i32((int) tenThousandths);
    }

    private static void decimal(TdsType type, Bytes out, BigDecimal value) {
        BigInteger digits = value.setScale(type.scale(), RoundingMode.UNNECESSARY).unscaledValue();
        out.u8(digits.signum() < 0 ? 0 : 1);
        byte[] magnitude = digits.abs().toByteArray();
        for (int i = 0; i < type.size() - 1; i++) {
            out.u8(i < magnitude.length ? magnitude[magnitude.length - 1 - i] : 0);
        }
    }

    private static void moment(TdsType type, Bytes out, LocalDateTime time) {
        if (type.size() == 4) {
            Moments.smalldatetime(out, time);
        } else {
            Moments.datetime(out, time);
        }
    }

    /** The first three groups are numbers with the little end first. */
    private static void guid(Bytes out, UUID id) {
        long high = id.getMostSignificantBits();
        out.i32((int) (high >> 32)).u16((int) (high >> 16)).u16((int) high);
        out.i64(Long.reverseBytes(id.getLeastSignificantBits()));
    }

    static Object of(TdsType type, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type.kind()) {
            case INT -> signed(Moments.number(in, bytes.length), bytes.length);
            case BIT -> bytes[0] != 0;
            case FLOAT -> bytes.length == 4 ? (double) in.getFloat() : in.getDouble();
            case DECIMAL, NUMERIC -> decimal(type, bytes);
            case DATETIME -> bytes.length == 4 ? Moments.smalldatetime(in) : Moments.datetime(in);
            case DATE -> Moments.date(in);
            case TIME -> Moments.time(in, type.scale());
            case DATETIME2 -> {
                LocalTime time = Moments.time(in, type.scale());
                yield Moments.date(in).atTime(time);
            }
            case DATETIMEOFFSET -> Moments.offset(in, type.scale());
            case VARCHAR, CHAR -> new String(bytes, ANSI);
            case NVARCHAR, NCHAR -> new String(bytes, StandardCharsets.UTF_16LE);
            case MONEY, GUID, VARBINARY -> bytes;
        };
    }

    private static long signed(long value, int bytes) {
        int unused = 64 - 8 * bytes;
        return bytes == 1 ? value : value << unused >> unused;
    }

    private static BigDecimal decimal(TdsType type, byte[] bytes) {
        byte[] magnitude = new byte[bytes.length - 1];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = bytes[bytes.length - 1 - i];
        }
        return new BigDecimal(new BigInteger(bytes[0] == 0 ? -1 : 1, magnitude), type.scale());
    }
}
