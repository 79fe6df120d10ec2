package io.tidegate.agent.source.sql.tds;

import java.util.Locale;

/** What every server answers. */
final class DefaultAnswers {
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

    private static boolean isSetting(Request request) {
        return request.text().strip().toLowerCase(Locale.ROOT).startsWith("set ");
    }
}
