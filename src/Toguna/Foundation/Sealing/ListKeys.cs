namespace Toguna.Foundation.Sealing;

/// <param name="Subjects">Data keys under it.</param>
/// <param name="Seals">It is the newest.</param>
public sealed record MasterSummary(string Id, DateTimeOffset Made, long Subjects, bool Seals);

/// <summary>The key ring without its keys.</summary>
public sealed record KeyList(IReadOnlyList<MasterSummary> Masters, int Holders, IReadOnlyList<RecoveryCopy> Copies);

/// <summary>What the ring holds, and which recovery copies of it exist.</summary>
public sealed class ListKeys(KeyRing ring, SubjectKeys subjects, RecoverKeys recovery)
{
    /// <exception cref="ProblemException">The office is locked.</exception>
    public async Task<KeyList> RunAsync(CancellationToken ct = default)
    {
        using var now = ring.Find();
        var counts = subjects.CountByMaster();
        return new KeyList(
            [
                .. (now?.Masters ?? []).Select(m => new MasterSummary(
                    m.Id,
                    m.Made,
                    counts.GetValueOrDefault(m.Id),
                    m.Id == now!.Newest.Id
                )),
            ],
            now?.Holders.Count ?? 0,
            await recovery.ListAsync(ct)
        );
    }
}
