package io.tidegate.config;

import java.util.Collection;
import java.util.regex.Pattern;

/** Hides secrets in texts for people. */
final class Mask {
    static final String HIDDEN = "***";

    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@\\s]*@");
    private static final Pattern ORACLE_USER_INFO = Pattern.compile("(?<=:)[^:/@\\s]+/[^@\\s]*@");
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)([\\w.-]*(?:pass|pwd|secret|token|kennwort)[\\w.-]*\\s*[=:]\\s*)[^;&\\s]+");
    private static final Pattern SECRET_WORD =
            Pattern.compile("(?i).*(pass|pwd|secret|token|kennwort|credential).*");

    private Mask() {}

    /** Hides credentials inside URLs and after words such as {@code password=}. */
    static String credentials(String text) {
        String masked = USER_INFO.matcher(text).replaceAll(HIDDEN + "@");
        masked = ORACLE_USER_INFO.matcher(masked).replaceAll(HIDDEN + "@");
        return NAMED.matcher(masked).replaceAll("$1" + HIDDEN);
    }

    /** Whether a key looks as if it held a secret. */
    static boolean soundsSecret(String key) {
        return SECRET_WORD.matcher(key).matches();
    }

    /** Hides those very texts, wherever they stand. */
    static String all(String text, Collection<String> secrets) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, HIDDEN);
        }
        return masked;
    }
}
