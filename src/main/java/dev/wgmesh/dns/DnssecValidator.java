package dev.wgmesh.dns;

import dev.wgmesh.keys.EllipticSignatures;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.model.DnssecStatus;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Validates replies with the DS and DNSKEY records that it was given. It sends nothing: it returns
 * the questions whose replies it lacks, and is called again with them.
 */
final class DnssecValidator {
    private final TrustAnchors anchors;
    private final Clock clock;
    private final KeyReplies keys = new KeyReplies();
    private final ValidatingResolver validator;

    DnssecValidator(TrustAnchors anchors, InstantSource clock) {
        this.anchors = anchors;
        this.clock = clock.withZone(ZoneOffset.UTC);
        EllipticSignatures.install();
        this.validator = new ValidatingResolver(keys, this.clock);
        try {
            byte[] text = anchors.text().getBytes(StandardCharsets.UTF_8);
            validator.loadTrustAnchors(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The result of a validation. */
    sealed interface Outcome {
        /**
         * The reply was validated.
         *
         * @param fix what to do about a bogus reply; empty otherwise
         */
        record Validated(DnssecResult result, String fix) implements Outcome {}

        /** Replies to these questions, DS or DNSKEY, are needed first. */
        record Incomplete(Set<Question> questions) implements Outcome {}

        /** A DS or DNSKEY record could not be looked up. */
        record Unavailable(Problem problem) implements Outcome {}
    }

    /** Takes the reply to a question for DS or DNSKEY records. */
    void add(Question question, DnsAnswer<Message> reply) {
        keys.replies.put(
                question,
                reply.map(message -> SignedReply.of(question, message, 0, anchors).message()));
    }

    TrustAnchors anchors() {
        return anchors;
    }

    Outcome validate(SignedReply reply) {
        keys.begin(reply);
        Optional<Message> validated = Optional.empty();
        String why = "";
        try {
            Message query = Message.newQuery(reply.question().dnsRecord());
            validated =
                    Optional.of(
                            validator.sendAsync(query, Runnable::run).toCompletableFuture().join());
        } catch (RuntimeException e) {
            why = "the validator failed: " + (e instanceof CompletionException ? e.getCause() : e);
        }
        if (keys.unavailable.isPresent()) {
            return new Outcome.Unavailable(keys.unavailable.get());
        }
        if (!keys.missing.isEmpty()) {
            return new Outcome.Incomplete(Set.copyOf(keys.missing));
        }
        String failure = why;
        return validated
                .map(message -> result(reply, message))
                .orElseGet(() -> bogus(reply, failure));
    }

    private Outcome result(SignedReply reply, Message validated) {
        if (validated.getHeader().getFlag(Flags.AD)) {
            return new Outcome.Validated(DnssecResult.SECURE, "");
        }
        // Without a reason, the validator found no proof that the zone is unsigned either.
        Optional<String> reason = reason(validated);
        return validated.getRcode() != Rcode.SERVFAIL && reason.isPresent()
                ? new Outcome.Validated(
                        new DnssecResult(
                                DnssecStatus.INSECURE, reasons().insecure(reply, reason.get())),
                        "")
                : bogus(reply, reason.orElse(""));
    }

    private Outcome bogus(SignedReply reply, String reason) {
        DnssecReason.Fault fault = reasons().bogus(reply, reason);
        return new Outcome.Validated(
                new DnssecResult(DnssecStatus.BOGUS, fault.what()), fault.fix());
    }

    private DnssecReason reasons() {
        return new DnssecReason(
                anchors,
                question ->
                        Optional.ofNullable(keys.replies.get(question)).flatMap(DnsAnswer::found),
                clock.instant());
    }

    /** Returns the validator's reason, which it adds as a TXT record of a class of its own. */
    private static Optional<String> reason(Message validated) {
        for (Record record : validated.getSection(Section.ADDITIONAL)) {
            if (record instanceof TXTRecord text
                    && record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS) {
                return Optional.of(String.join("", text.getStrings()));
            }
        }
        return Optional.empty();
    }

    /** Answers the validator from the replies at hand, on the calling thread. */
    private static final class KeyReplies implements Resolver {
        private final Map<Question, DnsAnswer<Message>> replies = new TreeMap<>();
        private final Set<Question> missing = new TreeSet<>();
        private Optional<Problem> unavailable = Optional.empty();
        private Optional<SignedReply> current = Optional.empty();

        void begin(SignedReply reply) {
            missing.clear();
            unavailable = Optional.empty();
            current = Optional.of(reply);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            Record asked = query.getQuestion();
            var question = new Question(asked.getName(), asked.getType());
            if (question.type() != Type.DS && question.type() != Type.DNSKEY) {
                return CompletableFuture.completedFuture(current.orElseThrow().forValidation());
            }
            DnsAnswer<Message> reply = replies.get(question);
            if (reply == null) {
                missing.add(question);
            } else {
                reply.failure().ifPresent(problem -> unavailable = Optional.of(problem));
            }
            return Optional.ofNullable(reply)
                    .flatMap(DnsAnswer::found)
                    .map(Message::clone)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() ->
                            CompletableFuture.failedFuture(new IOException("no " + question)));
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean flag) {}

        @Override
        public void setIgnoreTruncation(boolean flag) {}

        @Override
        public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(TSIG key) {}

        @Override
        public void setTimeout(Duration timeout) {}
    }
}
