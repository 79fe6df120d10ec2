package io.tidegate.config;

import java.util.List;
import java.util.Optional;

/** Says why the distribution has no such preset, and what it has instead. */
record NoPreset(PresetForm form, String name, String data) {
    RefusedException refused() {
        List<String> ofName = parts(form, 0, name, 1);
        if (!ofName.isEmpty()) {
            return new RefusedException(
                    "%s has no %s, only %s".formatted(name, data, String.join(", ", ofName)));
        }
        List<String> ofData = parts(form, 1, data, 0);
        String instead =
                "; for %s there are %s, or write the path of a file of your own"
                        .formatted(data, String.join(", ", ofData));
        if (!parts(form.other(), 0, name, 1).isEmpty()) {
            return new RefusedException(form.mixedUp(name) + instead, Optional.empty());
        }
        return new RefusedException(
                "there is no preset " + name + instead, Suggestion.word(name, ofData));
    }

    /** One part of all names whose other part is that. */
    private static List<String> parts(PresetForm form, int of, String text, int wanted) {
        return Preset.names(form).stream()
                .map(each -> each.split("\\."))
                .filter(parts -> parts[of].equals(text))
                .map(parts -> parts[wanted])
                .toList();
    }
}
