package io.tidegate.ingest.store;

import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.Scope;

/** The name under which a window or file is open in a lane: all its parts agree in it. */
final class OpenScope {
    private OpenScope() {}

    static String of(BatchHeader.Content header) {
        String mode = header.mode().wireName();
        return switch (header.scope()) {
            case Scope.Window w -> "%s %s %s %d".formatted(mode, w.from(), w.to(), w.revision());
            case Scope.Origin o -> "%s %s %d".formatted(mode, o.sha256(), o.revision());
        };
    }
}
