package dev.wgmesh.wrong.problem;

import dev.wgmesh.wrong.plan.ReadsFiles;

/** Uses a package of a higher layer. */
record UsesHigherLayer(ReadsFiles plan) {}
