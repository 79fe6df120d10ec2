package io.tidegate.agent.source.sql.tds;

import java.util.List;

/** The tokens of a reply (MS-TDS 2.2.7). */
final class Tokens {
    static final int DONE = 0xFD;
    static final int DONE_PROCEDURE = 0xFE;
    static final int DONE_IN_PROCEDURE = 0xFF;
    static final int MORE = 0x01;
    static final int ERROR = 0x02;
    static final int COUNT = 0x10;
    static final int ATTENTION = 0x20;

    static final int DATABASE = 1;
    static final int PACKET_SIZE = 4;
    static final int COLLATION = 7;
    static final int BEGUN = 8;

    private static final int SELECT = 0xC1;
    private static final String PROGRAM = "Microsoft SQL Server\0\0";
    static final int TDS_74 = 0x74;
    static final int TDS_80 = 0x08;

    private Tokens() {}

    static Bytes done(int token, int status, long rows) {
        return new Bytes().u8(token).u16(status).u16(SELECT).i64(rows);
    }

    /** An ERROR (0xAA) or, of a severity up to 10, an INFO (0xAB). */
    static Bytes message(int number, int severity, String text) {
        var body = new Bytes().i32(number).u8(1).u8(severity).text(text);
        body.shortText("peer").shortText("").i32(1);
        return sized(severity > 10 ? 0xAA : 0xAB, body);
    }

    /** ENVCHANGE, of texts. */
    static Bytes changed(int what, String now, String before) {
        return sized(0xE3, new Bytes().u8(what).shortText(now).shortText(before));
    }

    /** ENVCHANGE, of bytes. */
    static Bytes changed(int what, byte[] now, byte[] before) {
        var body = new Bytes().u8(what).u8(now.length).raw(now);
        return sized(0xE3, body.u8(before.length).raw(before));
    }

    /** LOGINACK: SQL Server 2022, by its version 16. */
    static Bytes loggedIn(boolean strict) {
        var body = new Bytes().u8(1);
        body.u8(strict ? TDS_80 : TDS_74).u8(0).u8(0).u8(strict ? 0 : 4);
        return sized(0xAD, body.shortText(PROGRAM).u8(16).u8(0).u8(0x10).u8(0));
    }

    private static Bytes sized(int token, Bytes body) {
        return new Bytes().u8(token).u16(body.size()).raw(body.toByteArray());
    }

    /** COLMETADATA. */
    static Bytes columns(List<Column> columns) {
        var out = new Bytes().u8(0x81).u16(columns.size());
        columns.forEach(column -> column.describe(out));
        return out;
    }

    /** ROW. */
    static Bytes row(List<Column> columns, Object[] values) {
        var out = new Bytes().u8(0xD1);
        for (int i = 0; i < values.length; i++) {
            columns.get(i).type().write(out, values[i]);
        }
        return out;
    }

    /** NBCROW: a bit for each NULL, and the other values. */
    static Bytes compactRow(List<Column> columns, Object[] values) {
        var out = new Bytes().u8(0xD2);
        for (int i = 0; i < values.length; i += 8) {
            int bits = 0;
            for (int k = i; k < Math.min(i + 8, values.length); k++) {
                bits |= values[k] == null ? 1 << k - i : 0;
            }
            out.u8(bits);
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                columns.get(i).type().write(out, values[i]);
            }
        }
        return out;
    }

    /** RETURNSTATUS 0. */
    static Bytes fine() {
        return new Bytes().u8(0x79).i32(0);
    }

    /** RETURNVALUE: the handle of a prepared statement. */
    static Bytes handle(int handle) {
        var type = TdsType.of("int");
        var out = new Bytes().u8(0xAC).u16(0).shortText("").u8(1).i32(0).u16(0);
        type.describe(out);
        type.write(out, handle);
        return out;
    }
}
