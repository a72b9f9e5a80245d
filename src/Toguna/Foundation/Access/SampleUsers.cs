using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>A user for each role of the sample mission, with one passphrase that is this installation's own.</summary>
/// <remarks>Only where the installation is marked as a sample: nothing real stands behind these doors.</remarks>
public static class SampleUsers
{
    private const string FileName = "sample-users.txt";

    private static readonly (string Name, Role Role)[] All =
    [
        ("reporter", Role.Reporter),
        ("duty", Role.DutyOfficer),
        ("adviser", Role.ProtectionAdviser),
        ("rights", Role.HumanRightsOfficer),
        ("analyst", Role.Analyst),
        ("focal", Role.FocalPoint),
        ("leadership", Role.Leadership),
        ("researcher", Role.Researcher),
        ("admin", Role.Administrator),
    ];

    /// <summary>Makes those that are missing.</summary>
    /// <returns>The users and the passphrase, which lies in the data folder, readable by its owner alone.</returns>
    /// <exception cref="InvalidOperationException">The installation is no sample.</exception>
    public static async Task<SampleSignIn> EnsureAsync(IServiceProvider services, CancellationToken ct = default)
    {
        var house = services.GetRequiredService<Installation>();
        house.Forget();
        if (!house.IsSample)
        {
            throw new InvalidOperationException("Sample users belong to a sample installation only.");
        }
        var passphrase = await PassphraseAsync(services.GetRequiredService<Database>().DataFolder, ct);
        using var scope = services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        foreach (var (name, role) in All)
        {
            if (!await accounts.ExistsAsync(name))
            {
                await accounts.MakeAsync(name, passphrase, [role], "system");
            }
        }
        return new SampleSignIn(All, passphrase);
    }

    private static async Task<string> PassphraseAsync(string dataFolder, CancellationToken ct)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
        {
            var made = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            await using var file = new StreamWriter(path, options);
            await file.WriteLineAsync(made);
        }
        return (await File.ReadAllTextAsync(path, ct)).Trim();
    }
}

/// <summary>How to sign in to the sample mission.</summary>
public sealed record SampleSignIn(IReadOnlyList<(string Name, Role Role)> Users, string Passphrase);
