package dev.wgmesh.device;

import dev.wgmesh.device.CommandBatches.Batch;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.util.List;
import java.util.Optional;

/** Carries out changes of an interface in as few processes as their order allows. */
final class ChangeExecution {
    private final String name;
    private final WgIpCommands commands;

    ChangeExecution(String name, WgIpCommands commands) {
        this.name = name;
        this.commands = commands;
    }

    /**
     * A change that failed.
     *
     * @param index of the change; those before it were made, those after it were not
     */
    record FailedChange(int index, Problem problem) {
        private FailedChange after(int done) {
            return new FailedChange(done + index, problem);
        }

        Failure asFailure() {
            return new Failure(Failure.Kind.PARTIAL, List.of(problem));
        }
    }

    /** Makes the changes in order, up to the first that fails; empty: all were made. */
    Optional<FailedChange> run(List<DeviceChange> changes) {
        int done = 0;
        for (Batch batch : CommandBatches.of(name, changes)) {
            Optional<FailedChange> failed =
                    switch (batch) {
                        case Batch.OfPeers peers -> change(peers);
                        case Batch.Ip(List<String> lines) -> commands.batch(lines);
                        case Batch.SetForwarding(DeviceChange.SetForwarding change) ->
                                new ForwardingCommands(name, commands)
                                        .set(change)
                                        .map(problem -> new FailedChange(0, problem));
                        case Batch.RemoveAddresses(List<String> lines) -> removeAddresses(lines);
                    };
            if (failed.isPresent()) {
                return Optional.of(failed.get().after(done));
            }
            done += batch.size();
        }
        return Optional.empty();
    }

    /**
     * Changes peers in one process. {@code wg} does not say which change failed: after a failure
     * the halves are tried, which finds the first that fails in few processes.
     */
    private Optional<FailedChange> change(Batch.OfPeers batch) {
        Programs.ProgramResult ended = start(batch);
        if (ended.ok()) {
            return Optional.empty();
        }
        if (batch.size() == 1 || ended.timedOut()) {
            // after a time-out nothing is known of the rest
            return Optional.of(new FailedChange(batch.size() - 1, problem(batch, ended)));
        }
        int half = batch.size() / 2;
        return change(batch.part(0, half))
                .or(() -> change(batch.part(half, batch.size())).map(it -> it.after(half)));
    }

    private Programs.ProgramResult start(Batch.OfPeers batch) {
        for (DeviceChange.PeerChange change : batch.changes()) {
            commands.logChange(() -> command(change));
        }
        return commands.wg(batch.words(name), batch.input());
    }

    private String command(DeviceChange.PeerChange change) {
        return "wg set " + name + " " + WgIpCommands.commandLine(PeerCommands.arguments(change));
    }

    private Problem problem(Batch.OfPeers batch, Programs.ProgramResult ended) {
        String err = ended.err();
        for (DeviceChange.PeerChange change : batch.changes()) {
            Optional<String> secret = PeerCommands.secret(change);
            if (secret.isPresent()) {
                err = err.replace(secret.get(), "(hidden)");
            }
        }
        String others = batch.size() == 1 ? "" : " and " + (batch.size() - 1) + " more";
        return WgIpCommands.problem(
                command(batch.changes().getFirst()) + others,
                new Programs.ProgramResult(ended.exitCode(), "", err, ended.timedOut()));
    }

    private Optional<FailedChange> removeAddresses(List<String> lines) {
        var routes = new InterfaceRoutes(name, commands);
        List<String> before = routes.current();
        Optional<FailedChange> failed = commands.batch(lines);
        Optional<Problem> lost = routes.restore(before);
        return failed.or(() -> lost.map(problem -> new FailedChange(lines.size() - 1, problem)));
    }
}
