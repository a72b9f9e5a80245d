namespace Toguna.Foundation;

/// <summary>Refusals of the foundation: storage, audit, keys.</summary>
public static class FoundationProblems
{
    public static Problem DatabaseNewer(int database, int program) => Of("database_newer", 503, database, program);

    public static Problem MigrationChanged(int version, string name) => Of("migration_changed", 503, version, name);

    public static Problem NotADatabase(string path) => Of("not_a_database", 503, path);

    public static Problem OptionInvalid(string option, string value, string expected) =>
        Of("option_invalid", 400, option, value, expected);

    public static Problem FileMissing(string path) => Of("file_missing", 404, path);

    public static Problem FileExists(string path) => Of("file_exists", 409, path);

    public static Problem BackupUnreadable(string path, string why) => Of("backup_unreadable", 422, path, why);

    public static Problem BackupOtherEngine(string backup, string database) =>
        Of("backup_other_engine", 422, backup, database);

    public static Problem RestoreNotEmpty(string where) => Of("restore_not_empty", 409, where);

    public static Problem ToolFailed(string tool, string why) => Of("tool_failed", 500, tool, why);

    public static Problem DatabaseBusy(string where) => Of("database_busy", 503, where);

    public static Problem KeysMissing(string folder) => Of("keys_missing", 503, folder);

    public static Problem NotFound(string what) => Of("not_found", 404, what);

    public static Problem Forbidden() => Of("forbidden", 403);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(FoundationProblems), name, status, args);
}
