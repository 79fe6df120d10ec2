package io.tidegate.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The way a contact came in. The names are those of injixo's database integration. */
public enum Channel {
    CALLS,
    CHATS,
    EMAILS,
    SOCIAL_MEDIA,
    DOCUMENTS,
    CASES;

    static final Channel[] ALL = values();
    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name on the wire, such as {@code social_media}. */
    public String wireName() {
        return wireName;
    }

    /** The channel of that name, exactly as on the wire. */
    public static Optional<Channel> of(String wireName) {
        return Arrays.stream(ALL).filter(c -> c.wireName.equals(wireName)).findFirst();
    }

    /** The channel that {@link Row} keeps under that number. */
    public static Channel at(long ordinal) {
        return ALL[(int) ordinal];
    }
}
