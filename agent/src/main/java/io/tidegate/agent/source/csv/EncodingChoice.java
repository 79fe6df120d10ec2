package io.tidegate.agent.source.csv;

import io.tidegate.agent.source.csv.Dialect.Script;
import io.tidegate.agent.source.csv.EncodingProof.Answer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which encoding a file's beginning tells: by mark, setting or zeros; else that of the files
 * before, else UTF-8 as long as everything fits. Used by one thread.
 */
final class EncodingChoice {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final HeadBytes head;
    private final Optional<Dialect> frozen;
    private final Paste paste;

    EncodingChoice(HeadBytes head, Optional<Dialect> frozen, Paste paste) {
        this.head = head;
        this.paste = paste;
        this.frozen = frozen.filter(EncodingChoice::hasTold);
    }

    /** Text of two bytes a letter shows itself: what it was before says nothing then. */
    private static boolean hasTold(Dialect frozen) {
        return frozen.script().told()
                && !frozen.encoding().startsWith("UTF-16")
                && !frozen.encoding().startsWith("UTF-32");
    }

    /**
     * Whether the letters of the whole file have to be looked at.
     *
     * @param suspect whether the file is known not to be as was assumed
     */
    boolean isOpen(boolean suspect) {
        if (!head.encoding().assumed()) {
            return false;
        }
        boolean rivals = frozen.isPresent() && !frozen.get().script().rivals().isEmpty();
        return suspect || !head.fits(assumed()) || (rivals && !head.fits(UTF_8));
    }

    private String assumed() {
        return frozen.map(Dialect::encoding).orElse(UTF_8);
    }

    /** Where that is not open. */
    Answer answer() throws UnfitFileException {
        Encoding encoding = head.encoding();
        if (!encoding.assumed()) {
            return new Answer(encoding.charset().name(), Script.TOLD);
        }
        if (frozen.isPresent()
                && !assumed().equals(UTF_8)
                && head.hasLetters()
                && head.fits(UTF_8)) {
            throw isUtf8(assumed(), paste);
        }
        Script untold = head.hasLetters() ? Script.TOLD : Script.UNTOLD;
        return new Answer(assumed(), frozen.map(Dialect::script).orElse(untold));
    }

    /** Where it is, from the letters of the whole file. */
    Answer prove(HighWords words) throws UnfitFileException {
        return new EncodingProof(words, paste).answer(frozen);
    }

    static UnfitFileException isUtf8(String before, Paste paste) {
        return UnfitFileException.held(
                "letters beyond A to Z were written in "
                        + before
                        + " so far, in this file in UTF-8; "
                        + Paste.alone(paste.line("csv.encoding", UTF_8)));
    }
}
