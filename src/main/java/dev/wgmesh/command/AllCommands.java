package dev.wgmesh.command;

import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.OptionTableWriter;
import dev.wgmesh.cli.ShellState;
import java.util.Map;
import java.util.TreeMap;

/** The commands of wg-mesh. */
public final class AllCommands {
    private AllCommands() {}

    /** Returns every command of this package, in the order and the groups of the help. */
    public static CommandRegistry all() {
        return CommandRegistry.empty()
                .group("Change a mesh")
                .with("keygen", KeygenCommand.SUMMARY, KeygenCommand::new)
                .with("init", InitCommand.SUMMARY, InitCommand::new)
                .with("allocate", AllocateCommand.SUMMARY, AllocateCommand::new)
                .with("join", JoinCommand.SUMMARY, JoinCommand::new)
                .with("import", ImportCommand.SUMMARY, ImportCommand::new)
                .with("leave", LeaveCommand.SUMMARY, LeaveCommand::new)
                .with("set", SetCommand.SUMMARY, SetCommand::new)
                .with("set-policy", SetPolicyCommand.SUMMARY, SetPolicyCommand::new)
                .with("rotate", RotateCommand.SUMMARY, RotateCommand::new)
                .with("publish", PublishCommand.SUMMARY, PublishCommand::new)
                .with("lock", LockCommand.SUMMARY, LockCommand::new)
                .group("Read and check a mesh")
                .with("list", ListCommand.SUMMARY, ListCommand::new)
                .with("show", ShowCommand.SUMMARY, ShowCommand::new)
                .with("validate", ValidateCommand.SUMMARY, ValidateCommand::new)
                .with("export", ExportCommand.SUMMARY, ExportCommand::new)
                .group("On a node")
                .with("up", UpCommand.SUMMARY, UpCommand::new)
                .with("plan", PlanCommand.SUMMARY, PlanCommand::new)
                .with("apply", ApplyCommand.SUMMARY, ApplyCommand::new)
                .with("status", StatusCommand.SUMMARY, StatusCommand::new)
                .with("why", WhyCommand.SUMMARY, WhyCommand::new)
                .with("doctor", DoctorCommand.SUMMARY, DoctorCommand::new)
                .with("trust", TrustCommand.SUMMARY, TrustCommand::new)
                .with("down", DownCommand.SUMMARY, DownCommand::new)
                .group("Zones and commits")
                .with("diff", DiffCommand.SUMMARY, DiffCommand::new)
                .with("push", PushCommand.SUMMARY, PushCommand::new)
                .with("rollback", RollbackCommand.SUMMARY, RollbackCommand::new)
                .with("config", ConfigCommand.SUMMARY, ConfigCommand::new)
                .with("serve", ServeCommand.SUMMARY, ServeCommand::new)
                .group("Other commands")
                .with("completion", CompletionCommand.SUMMARY, CompletionCommand::new)
                .with("help", HelpCommand.SUMMARY, HelpCommand::new)
                .with("version", VersionCommand.SUMMARY, VersionCommand::new)
                .withHidden(CompleteCommand.NAME, CompleteCommand::new);
    }

    /** Returns the table of the options of each command, by its class: the build keeps them. */
    public static Map<String, String> optionTables() {
        var tables = new TreeMap<String, String>();
        CommandTree.full(all(), new ShellState())
                .getSubcommands()
                .forEach((_, line) -> {
                    Object command = line.getCommand();
                    tables.put(command.getClass().getName(), OptionTableWriter.table(line));
                });
        return tables;
    }
}
