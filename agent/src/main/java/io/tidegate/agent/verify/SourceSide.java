package io.tidegate.agent.verify;

import io.tidegate.agent.window.Answered;
import io.tidegate.agent.window.Question;

import java.util.concurrent.Future;

/** Whoever may read a database. Thread-safe. */
public interface SourceSide {
    /** What it holds of a piece of the past: see {@code SqlIntake.examine}. */
    Future<Answered> examine(Question question);
}
