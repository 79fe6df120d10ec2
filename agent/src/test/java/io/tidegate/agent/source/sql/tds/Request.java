package io.tidegate.agent.source.sql.tds;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a client asked: a batch, or a call of a procedure.
 *
 * @param how {@code batch}, or the procedure
 * @param text the statement that is to run
 * @param declared how the client declares its parameters, as in {@code @P0 datetime2}
 * @param parameters of the statement
 * @param handle of a statement prepared before, 0 if there is none
 */
public record Request(
        String how, String text, String declared, List<Parameter> parameters, int handle) {
    private static final Map<Integer, String> NUMBERED =
            Map.of(
                    10, "sp_executesql",
                    11, "sp_prepare",
                    12, "sp_execute",
                    13, "sp_prepexec",
                    15, "sp_unprepare");

    /** A parameter as it came over the wire. */
    public record Parameter(TdsType type, Object value) {
        @Override
        public String toString() {
            return type + " " + value;
        }
    }

    /** What a parameter of the statement was. */
    public Object value(int index) {
        return parameters.get(index).value();
    }

    static Request batch(ByteBuffer body) {
        body.position(body.getInt(0)); // Behind the headers of all requests.
        return new Request("batch", rest(body), "", List.of(), 0);
    }

    private static String rest(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    /** MS-TDS 2.2.6.6. */
    static Request call(ByteBuffer body) {
        body.position(body.getInt(0));
        int length = body.getShort() & 0xFFFF;
        String name =
                length == 0xFFFF
                        ? NUMBERED.getOrDefault((int) body.getShort(), "?")
                        : text(body, length);
        body.getShort(); // Options.
        var all = new ArrayList<Parameter>();
        while (body.hasRemaining()) {
            text(body, body.get() & 0xFF);
            body.get(); // Whether it is for output.
            TdsType type = TdsType.read(body);
            all.add(new Parameter(type, type.value(body)));
        }
        return call(name, all);
    }

    private static Request call(String name, List<Parameter> all) {
        return switch (name) {
            case "sp_executesql" ->
                    new Request(
                            name,
                            (String) all.get(0).value(),
                            all.size() < 2 ? "" : (String) all.get(1).value(),
                            all.subList(Math.min(2, all.size()), all.size()),
                            0);
            case "sp_prepexec", "sp_prepare" ->
                    new Request(
                            name,
                            (String) all.get(2).value(),
                            String.valueOf(all.get(1).value()),
                            name.equals("sp_prepare") ? List.of() : all.subList(3, all.size()),
                            0);
            case "sp_execute", "sp_unprepare" ->
                    new Request(
                            name,
                            "",
                            "",
                            all.subList(1, all.size()),
                            ((Number) all.get(0).value()).intValue());
            default -> new Request(name, name, "", all, 0);
        };
    }

    Request prepared(Request before) {
        return new Request(how, before.text, before.declared, parameters, handle);
    }

    private static String text(ByteBuffer body, int characters) {
        byte[] bytes = new byte[2 * characters];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
