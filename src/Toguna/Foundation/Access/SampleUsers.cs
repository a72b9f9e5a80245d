using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>A user for each role of the sample mission and an external partner, with one passphrase that is this installation's own.</summary>
/// <remarks>Only where the installation is marked as a sample: nothing real stands behind these doors.</remarks>
public static class SampleUsers
{
    private const string FileName = "sample-users.txt";

    private static readonly (string Name, Role Role, Component? Component)[] All =
    [
        ("reporter", Role.Reporter, Component.FieldOffice),
        ("duty", Role.DutyOfficer, Component.Joc),
        ("adviser", Role.ProtectionAdviser, Component.Protection),
        ("rights", Role.HumanRightsOfficer, Component.HumanRights),
        ("analyst", Role.Analyst, Component.Jmac),
        ("focal", Role.FocalPoint, Component.Force),
        ("leadership", Role.Leadership, null),
        ("researcher", Role.Researcher, null),
        ("admin", Role.Administrator, null),
        ("partner", Role.FocalPoint, Component.Partner),
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
        foreach (var (name, role, component) in All)
        {
            if (!await accounts.ExistsAsync(name))
            {
                await accounts.MakeAsync(name, passphrase, [role], "system", component);
            }
        }
        return new SampleSignIn([.. All.Select(u => (u.Name, u.Role))], passphrase);
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
