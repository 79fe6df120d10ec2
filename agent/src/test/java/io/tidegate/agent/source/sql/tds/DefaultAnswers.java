package io.tidegate.agent.source.sql.tds;

import java.util.Locale;
import java.util.Map;

/** What every server answers. */
final class DefaultAnswers {
    /** sys.types.system_type_id. */
    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "date", 40,
                    "datetime2", 42,
                    "datetimeoffset", 43,
                    "int", 56,
                    "smalldatetime", 58,
                    "datetime", 61,
                    "bigint", 127,
                    "varchar", 167,
                    "nvarchar", 231);

    private DefaultAnswers() {}

    static void write(TdsPeer peer) {
        peer.when(DefaultAnswers::isSetting, new Answer.Done());
        peer.when("@@TRANCOUNT", new Answer.Done());
        peer.when("SELECT 1", Answer.columns("1 int").row(1));
        peer.when(request -> request.how().equals("sp_unprepare"), new Answer.Done());
        peer.when(
                "sp_describe_undeclared_parameters",
                Answer.error(11508, "The undeclared parameter is used more than once."));
    }

    /** What the driver reads of the answer. */
    static Answer.Rows placeholders(String... types) {
        var rows =
                Answer.columns(
                        "parameter_ordinal int",
                        "name nvarchar(128)",
                        "suggested_system_type_id int",
                        "suggested_system_type_name nvarchar(256)",
                        "suggested_max_length smallint",
                        "suggested_precision tinyint",
                        "suggested_scale tinyint");
        for (int i = 0; i < types.length; i++) {
            rows = rows.row(i + 1, "@P" + i, NUMBERS.get(bare(types[i])), types[i], 8, 27, 7);
        }
        return rows;
    }

    private static String bare(String type) {
        return type.replaceAll("\\(.*", "");
    }

    private static boolean isSetting(Request request) {
        return request.text().strip().toLowerCase(Locale.ROOT).startsWith("set ");
    }
}
