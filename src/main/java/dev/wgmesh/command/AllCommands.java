package dev.wgmesh.command;

import dev.wgmesh.cli.CommandRegistry;

/** The commands of wg-mesh. */
public final class AllCommands {
    private AllCommands() {}

    /** Returns every command of this package, in the order of the help. */
    public static CommandRegistry all() {
        return CommandRegistry.empty()
                .with("keygen", KeygenCommand::new)
                .with("init", InitCommand::new)
                .with("allocate", AllocateCommand::new)
                .with("join", JoinCommand::new)
                .with("leave", LeaveCommand::new)
                .with("set", SetCommand::new)
                .with("set-policy", SetPolicyCommand::new)
                .with("rotate", RotateCommand::new)
                .with("diff", DiffCommand::new)
                .with("push", PushCommand::new)
                .with("rollback", RollbackCommand::new)
                .with("list", ListCommand::new)
                .with("show", ShowCommand::new)
                .with("validate", ValidateCommand::new)
                .with("plan", PlanCommand::new)
                .with("apply", ApplyCommand::new)
                .with("trust", TrustCommand::new)
                .with("down", DownCommand::new)
                .with("lock", LockCommand::new)
                .with("config", ConfigCommand::new)
                .with("serve", ServeCommand::new)
                .with("completion", CompletionCommand::new)
                .with("help", HelpCommand::new)
                .with("version", VersionCommand::new);
    }
}
