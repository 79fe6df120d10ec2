package io.tidegate.demo;

import java.io.PrintStream;

/** A bar on one line of a terminal; elsewhere a line for each tenth. */
final class ProgressBar {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private int tenths = -1;

    ProgressBar(PrintStream out) {
        this.out = out;
    }

    void show(Progress progress) {
        int filled = (int) (WIDTH * progress.share());
        String bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
        String line =
                "history [%s] %3d %%  %d rows%s"
                        .formatted(
                                bar,
                                (int) (100 * progress.share()),
                                progress.rows(),
                                progress.eta().isEmpty() ? "" : "  done at " + progress.eta());
        if (terminal) {
            out.print("\r" + line + "   ");
            out.flush();
        } else if ((int) (10 * progress.share()) > tenths) {
            tenths = (int) (10 * progress.share());
            out.println(line);
        }
    }

    void end() {
        if (terminal) {
            out.println();
        }
    }
}
