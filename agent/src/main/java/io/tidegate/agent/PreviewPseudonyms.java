package io.tidegate.agent;

import io.tidegate.agent.row.KeyedPseudonyms;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Optional;

/** The pseudonyms that a preview shows. Used by one thread. */
final class PreviewPseudonyms {
    private final AgentConfig config;
    private final SourceConfig source;
    private final PrintWriter out;
    private KeyedPseudonyms made;

    PreviewPseudonyms(AgentConfig config, SourceConfig source, PrintWriter out) {
        this.config = config;
        this.source = source;
        this.out = out;
    }

    /** Without a key of the data folder, with one that is thrown away; that is said once. */
    KeyedPseudonyms get() throws IOException {
        if (made == null) {
            Optional<KeyedPseudonyms> kept = KeyedPseudonyms.existing(config.dataDir());
            if (kept.isEmpty() && source.privacy().containsValue(SourceConfig.Privacy.HMAC)) {
                out.println(
                        "There is no key in %s yet: pseudonyms shown here differ at each call."
                                .formatted(config.dataDir()));
            }
            made = kept.orElseGet(() -> KeyedPseudonyms.temporary(new SecureRandom()));
        }
        return made;
    }
}
