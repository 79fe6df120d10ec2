package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;

import java.util.ArrayList;
import java.util.List;

/** Windows that adjoin, so that one query reads them. Stateless. */
final class Runs {
    private Runs() {}

    /**
     * Cuts windows, oldest first, wherever there is a hole between two of them or a run has the
     * most it may have.
     */
    static List<List<WindowRecord>> of(List<WindowRecord> windows, int most) {
        List<List<WindowRecord>> runs = new ArrayList<>();
        for (WindowRecord window : windows) {
            List<WindowRecord> last = runs.isEmpty() ? List.of() : runs.getLast();
            boolean adjoins =
                    !last.isEmpty()
                            && last.size() < most
                            && last.getLast().to().equals(window.from());
            if (!adjoins) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(window);
        }
        return runs;
    }
}
