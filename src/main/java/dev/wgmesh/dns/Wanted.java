package dev.wgmesh.dns;

/** What a batch asks for. */
enum Wanted {
    ANSWERS,
    /** Answers and their origins. */
    ORIGINS,
    /** Replies with signatures, as the server sent them. */
    SIGNATURES
}
