package io.tidegate.agent.source.sql;

import java.sql.SQLException;

/**
 * A dropped-in driver threw what only a mistake throws. It is not ours, so it must not end the
 * process. The message is the kind of mistake: its text may hold a value.
 */
final class DriverFailedException extends SQLException {
    private static final long serialVersionUID = 1;

    DriverFailedException(Throwable mistake) {
        super(mistake.getClass().getSimpleName());
    }
}
