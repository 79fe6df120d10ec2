package io.tidegate.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code channels} says: {@code Telefon -> calls, "Chat, Web" -> chats}. */
final class ChannelsText {
    static final List<String> CHANNELS =
            List.of("calls", "chats", "emails", "social_media", "documents", "cases");
    private static final Pattern PAIR =
            Pattern.compile(
                    "\\s*(?:\"((?:[^\"]|\"\")+)\"|([^\",]+?))\\s*->\\s*([^,\\s]+)\\s*(?:,|$)");

    private ChannelsText() {}

    static Map<String, String> parse(String text) throws RefusedException {
        var channels = new LinkedHashMap<String, String>();
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!pair.find(end) || pair.start() != end) {
                throw new RefusedException(
                        Quoted.text(text.substring(end).strip())
                                + " is no translation such as: Telefon -> calls, Web Chat -> chats");
            }
            add(pair, channels);
            end = pair.end();
        }
        return Collections.unmodifiableMap(channels);
    }

    private static void add(Matcher pair, Map<String, String> channels) throws RefusedException {
        String quoted = pair.group(1);
        String word = quoted == null ? pair.group(2).strip() : quoted.replace("\"\"", "\"");
        if (channels.putIfAbsent(word, channel(pair.group(3))) != null) {
            throw new RefusedException(Quoted.text(word) + " is translated twice");
        }
    }

    static String channel(String text) throws RefusedException {
        if (!CHANNELS.contains(text)) {
            throw new RefusedException(
                    Quoted.text(text)
                            + " is no channel: "
                            + String.join(", ", CHANNELS)
                            + Suggestion.word(text, CHANNELS)
                                    .map(s -> "; is " + s + " meant?")
                                    .orElse(""));
        }
        return text;
    }
}
