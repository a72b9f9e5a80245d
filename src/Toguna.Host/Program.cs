using System.CommandLine;
using Toguna.Host;

var root = new RootCommand("Early warning and rapid response for a mandate to protect civilians.");
root.Subcommands.Add(ServeCommand.Build());
root.Subcommands.Add(ImportCommand.Build());
root.Subcommands.Add(SampleCommand.Build());
root.Subcommands.Add(TotalsCommand.Build());
root.Subcommands.Add(ExportCommand.Build());
root.Subcommands.Add(DetectCommand.Build());
root.Subcommands.Add(AuditCommand.Build());
root.Subcommands.Add(UserCommand.Build());
root.Subcommands.Add(BackupCommand.BuildBackup());
root.Subcommands.Add(BackupCommand.BuildRestore());
root.Subcommands.Add(KeysCommand.Build());
root.Subcommands.Add(LockCommand.BuildHolders());
root.Subcommands.Add(LockCommand.BuildLock());
root.Subcommands.Add(LockCommand.BuildUnlock());
return await Run.MainAsync(root, args);
