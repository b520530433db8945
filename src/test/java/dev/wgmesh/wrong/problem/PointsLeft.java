package dev.wgmesh.wrong.problem;

import dev.wgmesh.wrong.plan.ReadsFiles;

/** Uses a package to its left. */
record PointsLeft(ReadsFiles plan) {}
