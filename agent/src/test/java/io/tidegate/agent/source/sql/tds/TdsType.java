package io.tidegate.agent.source.sql.tds;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * A type of SQL Server, with how it and its values are written (MS-TDS 2.2.5.4 and 2.2.5.5).
 *
 * @param size the most bytes of a value; 65535: without limit, so that values come in chunks
 */
record TdsType(Kind kind, int size, int precision, int scale) {
    static final int UNLIMITED = 0xFFFF;
    private static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

    /** Kinds of types by their token for columns that may be NULL. */
    enum Kind {
        INT(0x26),
        BIT(0x68),
        DECIMAL(0x6A),
        NUMERIC(0x6C),
        FLOAT(0x6D),
        MONEY(0x6E),
        DATETIME(0x6F),
        GUID(0x24),
        DATE(0x28),
        TIME(0x29),
        DATETIME2(0x2A),
        DATETIMEOFFSET(0x2B),
        VARBINARY(0xA5),
        VARCHAR(0xA7),
        CHAR(0xAF),
        NVARCHAR(0xE7),
        NCHAR(0xEF);

        final int token;

        Kind(int token) {
            this.token = token;
        }

        static Kind of(int token) {
            for (Kind kind : values()) {
                if (kind.token == token) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("type 0x" + Integer.toHexString(token));
        }
    }

    /** By the name that a CREATE TABLE would use, as in {@code datetime2(7)}. */
    static TdsType of(String name) {
        String[] parts = name.replace(")", "").split("[(,]");
        int first = parts.length < 2 ? -1 : parts[1].equals("max") ? UNLIMITED : number(parts[1]);
        return switch (parts[0]) {
            case "tinyint" -> new TdsType(Kind.INT, 1, 0, 0);
            case "smallint" -> new TdsType(Kind.INT, 2, 0, 0);
            case "int" -> new TdsType(Kind.INT, 4, 0, 0);
            case "bigint" -> new TdsType(Kind.INT, 8, 0, 0);
            case "bit" -> new TdsType(Kind.BIT, 1, 0, 0);
            case "real" -> new TdsType(Kind.FLOAT, 4, 0, 0);
            case "float" -> new TdsType(Kind.FLOAT, 8, 0, 0);
            case "smallmoney" -> new TdsType(Kind.MONEY, 4, 0, 4);
            case "money" -> new TdsType(Kind.MONEY, 8, 0, 4);
            case "smalldatetime" -> new TdsType(Kind.DATETIME, 4, 0, 0);
            case "datetime" -> new TdsType(Kind.DATETIME, 8, 0, 0);
            case "date" -> new TdsType(Kind.DATE, 3, 0, 0);
            case "time" -> new TdsType(Kind.TIME, 0, 0, first < 0 ? 7 : first);
            case "datetime2" -> new TdsType(Kind.DATETIME2, 0, 0, first < 0 ? 7 : first);
            case "datetimeoffset" -> new TdsType(Kind.DATETIMEOFFSET, 0, 0, first < 0 ? 7 : first);
            case "uniqueidentifier" -> new TdsType(Kind.GUID, 16, 0, 0);
            case "decimal" -> new TdsType(Kind.DECIMAL, 17, first, number(parts[2]));
            case "numeric" -> new TdsType(Kind.NUMERIC, 17, first, number(parts[2]));
            case "varbinary" -> new TdsType(Kind.VARBINARY, first, 0, 0);
            case "varchar" -> new TdsType(Kind.VARCHAR, first, 0, 0);
            case "char" -> new TdsType(Kind.CHAR, first, 0, 0);
            case "nvarchar" ->
                    new TdsType(Kind.NVARCHAR, first == UNLIMITED ? first : 2 * first, 0, 0);
            case "nchar" -> new TdsType(Kind.NCHAR, 2 * first, 0, 0);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int number(String text) {
        return Integer.parseInt(text.strip());
    }

    /** TYPE_INFO. */
    void describe(Bytes out) {
        out.u8(kind.token);
        switch (kind) {
            case INT, BIT, FLOAT, MONEY, DATETIME, GUID -> out.u8(size);
            case DATE -> {}
            case TIME, DATETIME2, DATETIMEOFFSET -> out.u8(scale);
            case DECIMAL, NUMERIC -> out.u8(size).u8(precision).u8(scale);
            case VARBINARY -> out.u16(size);
            case VARCHAR, CHAR, NVARCHAR, NCHAR -> out.u16(size).raw(COLLATION);
        }
    }

    static TdsType read(ByteBuffer in) {
        Kind kind = Kind.of(in.get() & 0xFF);
        return switch (kind) {
            case INT, BIT, FLOAT, MONEY, DATETIME, GUID -> new TdsType(kind, in.get() & 0xFF, 0, 0);
            case DATE -> new TdsType(kind, 3, 0, 0);
            case TIME, DATETIME2, DATETIMEOFFSET -> new TdsType(kind, 0, 0, in.get());
            case DECIMAL, NUMERIC -> new TdsType(kind, in.get() & 0xFF, in.get(), in.get());
            case VARBINARY -> new TdsType(kind, in.getShort() & 0xFFFF, 0, 0);
            case VARCHAR, CHAR, NVARCHAR, NCHAR -> {
                int size = in.getShort() & 0xFFFF;
                in.position(in.position() + COLLATION.length);
                yield new TdsType(kind, size, 0, 0);
            }
        };
    }

    /** Whether lengths of values take two bytes. */
    private boolean isLong() {
        return switch (kind) {
            case VARBINARY, VARCHAR, CHAR, NVARCHAR, NCHAR -> true;
            case INT, BIT, DECIMAL, NUMERIC, FLOAT, MONEY, DATETIME, GUID -> false;
            case DATE, TIME, DATETIME2, DATETIMEOFFSET -> false;
        };
    }

    /** A value, null for NULL. */
    void write(Bytes out, Object value) {
        if (value == null) {
            Chunks.none(out, this, isLong());
            return;
        }
        byte[] bytes = TdsValue.bytes(this, value);
        if (size == UNLIMITED) {
            Chunks.write(out, bytes);
        } else {
            out.number(bytes.length, isLong() ? 2 : 1).raw(bytes);
        }
    }

    /** A value as it was sent, or null. */
    Object value(ByteBuffer in) {
        byte[] bytes = Chunks.read(in, size == UNLIMITED, isLong());
        return bytes == null ? null : TdsValue.of(this, bytes);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case DATETIME -> size == 4 ? "smalldatetime" : "datetime";
            case INT ->
                    size == 8 ? "bigint" : size == 4 ? "int" : size == 2 ? "smallint" : "tinyint";
            case DATETIME2, DATETIMEOFFSET, TIME ->
                    kind.name().toLowerCase(Locale.ROOT) + '(' + scale + ')';
            case BIT,
                    DECIMAL,
                    NUMERIC,
                    FLOAT,
                    MONEY,
                    GUID,
                    DATE,
                    VARBINARY,
                    VARCHAR,
                    CHAR,
                    NVARCHAR,
                    NCHAR ->
                    kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
