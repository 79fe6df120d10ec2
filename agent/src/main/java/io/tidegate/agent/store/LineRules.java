package io.tidegate.agent.store;

import java.util.Optional;

/**
 * What an older copy of a line may not undo: intake writes lines that it has read a while ago, and
 * meanwhile the ingest may have answered or a part may have been lost.
 */
final class LineRules {
    private LineRules() {}

    static WindowRecord merged(Optional<WindowRecord> stored, WindowRecord given) {
        return stored.map(line -> merged(line, given)).orElse(given);
    }

    private static WindowRecord merged(WindowRecord stored, WindowRecord given) {
        boolean claimsAnew =
                switch (given.state()) {
                    case READ, UNREAD -> given.revision() <= stored.revision();
                    case STALE, HELD, GONE, ASIDE -> false;
                };
        boolean stays = stored.state() == WindowRecord.State.STALE && claimsAnew;
        return new WindowRecord(
                given.stream(),
                given.from(),
                given.to(),
                stays ? WindowRecord.State.STALE : given.state(),
                given.content(),
                given.offered(),
                given.revision(),
                Math.max(stored.acked(), given.acked()),
                given.rejected(),
                given.open(),
                given.recipe(),
                given.lastRead(),
                given.found(),
                given.kept(),
                given.accepted(),
                given.reason());
    }

    static FileRecord merged(Optional<FileRecord> stored, FileRecord given) {
        return stored.map(line -> merged(line, given)).orElse(given);
    }

    private static FileRecord merged(FileRecord stored, FileRecord given) {
        boolean sameRevision = given.revision() <= stored.revision();
        return switch (given.state()) {
            case TAKEN, COMMITTED -> sameRevision ? keeping(stored, given) : given;
            case STALE, HELD, REFUSED, ASIDE, KEPT_OUT -> given;
        };
    }

    private static FileRecord keeping(FileRecord stored, FileRecord given) {
        return switch (stored.state()) {
            case STALE, COMMITTED ->
                    new FileRecord(
                            given.stream(),
                            given.sha256(),
                            given.path(),
                            given.size(),
                            given.modified(),
                            stored.state(),
                            given.revision(),
                            given.rows(),
                            given.rejected(),
                            given.from(),
                            given.to(),
                            given.takenAt(),
                            stored.committedAt(),
                            given.accepted(),
                            given.reason());
            case TAKEN, HELD, REFUSED, ASIDE, KEPT_OUT -> given;
        };
    }
}
