package io.tidegate.ingest.batch;

import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;

/** A request is not fulfilled, and nothing was changed. Holds no value of a row. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public Refusal(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public static Refusal of(ProblemType type, String detail) {
        return new Refusal(Problem.of(type, detail));
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
