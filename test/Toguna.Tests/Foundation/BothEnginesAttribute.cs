using System.Reflection;
using Toguna.Foundation.Storage;
using Xunit.Sdk;
using Xunit.v3;

namespace Toguna.Tests.Foundation;

/// <summary>
/// Runs a test once per engine. PostgreSQL is skipped with the reason where <c>TOGUNA_TEST_POSTGRES</c> is not set;
/// with <c>TOGUNA_REQUIRE_ALL=1</c> (CI) it fails instead.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothEnginesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker
    )
    {
        var required = Environment.GetEnvironmentVariable("TOGUNA_REQUIRE_ALL") == "1";
        var postgres = new TheoryDataRow(Engine.Postgres)
        {
            Skip =
                TestPostgres.Server is null && !required
                    ? "PostgreSQL: TOGUNA_TEST_POSTGRES names no server (see CONTRIBUTING)"
                    : null,
        };
        return new([new TheoryDataRow(Engine.Sqlite), postgres]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
