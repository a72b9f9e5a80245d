using Toguna.Formats;
using Toguna.Gather;

namespace Toguna.Record.Series;

/// <summary>Reads a file of series and has it recorded step by step.</summary>
internal static class SeriesIntake
{
    /// <summary>Values of one transaction.</summary>
    private const int StepValues = 4_000;

    /// <summary>A step is also closed at this much text, so that a file of huge cells does not pile up.</summary>
    private const long StepCharacters = 16 << 20;

    public static readonly ImportKind Kind = new("series", 4, SeriesFields.All, RunAsync, SeriesUndo.UndoAsync)
    {
        Open = SeriesReader.Open,
        Check = SeriesFields.Check,
        Results = import => $"/series?import={import}",
    };

    private static async Task RunAsync(ImportRun run, CancellationToken ct)
    {
        var mapping = Kind.Mapping(run.Mapping!);
        using var source = SeriesReader.Open(run.Open());
        await run.KeepHeaderAsync(source.HeaderVerbatim, ct);
        var reader = new SeriesReader(mapping, source);
        var writer = new SeriesWriter(run.Id, run.By, mapping);
        source.Skip(run.RowsDone);
        var read = run.RowsDone;
        var step = new Step();
        foreach (var item in source.Read())
        {
            ct.ThrowIfCancellationRequested();
            read++;
            step.Add(item, reader.Read(item));
            if (step.Values >= StepValues || step.Rejects.Count >= StepValues || step.Characters >= StepCharacters)
            {
                await CommitAsync();
            }
        }
        if (read > run.RowsDone)
        {
            await CommitAsync();
        }

        async Task CommitAsync()
        {
            var full = step;
            step = new Step();
            await run.CommitAsync(
                read,
                source.BytesRead,
                full.Rejects,
                tx => writer.RecordAsync(tx, full.Rows, ct),
                ct
            );
        }
    }

    private sealed class Step
    {
        public List<RowSaid> Rows { get; } = [];
        public List<Reject> Rejects { get; } = [];
        public int Values { get; private set; }
        public long Characters { get; private set; }

        public void Add(RowOrFault item, (RowSaid? Said, Reject? Reject) read)
        {
            Characters += item.Verbatim.Length;
            if (read.Said is not { } said)
            {
                Rejects.Add(read.Reject!);
                return;
            }
            // Of a row with a column for each period, each number stands for itself: the good ones land.
            Rejects.AddRange(said.Faults.Select(f => new Reject(f, said.Row.Verbatim)));
            if (said.Faults.Count == 0 || said.Values.Count > 0)
            {
                Rows.Add(said);
            }
            Values += Math.Max(1, said.Values.Count);
        }
    }
}
