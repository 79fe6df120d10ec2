package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;

/** A finding and what it is about. */
public record Placed(String place, Finding finding) {}
