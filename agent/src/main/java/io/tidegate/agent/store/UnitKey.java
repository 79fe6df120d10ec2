package io.tidegate.agent.store;

/** A unit as one text: {@code w:} and the microseconds of its start, or {@code f:} and its hash. */
final class UnitKey {
    private UnitKey() {}

    static String of(Unit unit) {
        return switch (unit) {
            case Unit.Window window -> "w:" + Micros.of(window.from());
            case Unit.File file -> "f:" + file.sha256();
        };
    }

    static Unit parse(String stream, String key) {
        String rest = key.substring(2);
        return key.charAt(0) == 'w'
                ? new Unit.Window(stream, Micros.instant(Long.parseLong(rest)))
                : new Unit.File(stream, rest);
    }
}
