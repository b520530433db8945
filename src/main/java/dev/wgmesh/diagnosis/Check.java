package dev.wgmesh.diagnosis;

import java.util.List;

/** A check of one subject. */
interface Check {
    /** Returns what the check finds, none where its subject does not exist. */
    List<CheckResult> run(NodeExamination node);
}
