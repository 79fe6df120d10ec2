package io.tidegate.config;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting, declared once: everything that the reader, the reference and the sample say of it
 * comes from here. A key pattern such as {@code source.<name>.poll} stands for one setting per
 * name.
 *
 * @param pattern the key; {@code <name>} is a part without dots
 * @param or the default as text; empty when there is none
 * @param without what it means when it is not set, for the reference; empty when {@code or} says it
 * @param meaning a sentence or two for the reference and the sample
 * @param example the value in the sample and in lines to paste
 */
public record Setting<T>(
        String pattern,
        Type<T> type,
        Optional<String> or,
        String without,
        String meaning,
        Group group,
        String example,
        Check<T> check) {

    /** How soon a person needs it. */
    public enum Group {
        ESSENTIAL,
        USEFUL,
        EXPERT
    }

    /** What a value must be beyond its type. */
    @FunctionalInterface
    public interface Check<T> {
        void on(T value) throws RefusedException;
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z]+>");

    /** An expert's setting without default. */
    public static <T> Setting<T> of(String pattern, Type<T> type, String meaning) {
        return new Setting<>(
                pattern,
                type,
                Optional.empty(),
                "",
                meaning,
                Group.EXPERT,
                type.example(),
                value -> {});
    }

    /** The same with that default. */
    public Setting<T> or(String text) {
        return new Setting<>(
                pattern, type, Optional.of(text), without, meaning, group, text, check);
    }

    /** The same, saying what happens when it is not set. */
    public Setting<T> without(String text) {
        return new Setting<>(pattern, type, or, text, meaning, group, example, check);
    }

    public Setting<T> in(Group other) {
        return new Setting<>(pattern, type, or, without, meaning, other, example, check);
    }

    public Setting<T> example(String text) {
        return new Setting<>(pattern, type, or, without, meaning, group, text, check);
    }

    public Setting<T> check(Check<T> other) {
        return new Setting<>(pattern, type, or, without, meaning, group, example, other);
    }

    /** The same with a check that has one message. */
    public Setting<T> check(Predicate<T> good, String message) {
        return check(
                value -> {
                    if (!good.test(value)) {
                        throw new RefusedException(message);
                    }
                });
    }

    /** The key for those names, one per placeholder. */
    public String key(String... names) {
        String key = pattern;
        for (String name : names) {
            key = PLACEHOLDER.matcher(key).replaceFirst(Matcher.quoteReplacement(name));
        }
        return key;
    }

    /** The value of a text, checked. */
    T parse(String text, Type.Place place) throws RefusedException {
        T value = type.parse(text, place);
        check.on(value);
        return value;
    }
}
