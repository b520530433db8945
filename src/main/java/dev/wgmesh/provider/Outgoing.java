package dev.wgmesh.provider;

import java.util.Optional;
import org.xbill.DNS.TSIGRecord;

/**
 * A message ready to be sent.
 *
 * @param signature which the reply's signature builds on; empty: it is not signed
 */
record Outgoing(int id, byte[] octets, Optional<TSIGRecord> signature) {}
