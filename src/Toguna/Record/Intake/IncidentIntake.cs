using System.Threading.Channels;
using Toguna.Formats;
using Toguna.Gather;

namespace Toguna.Record.Intake;

/// <summary>Reads rows of one format, turns them into drafts and has them recorded step by step.</summary>
/// <remarks>Reading and recording run side by side with a bounded line between them: two cores busy, memory flat.</remarks>
internal sealed class IncidentIntake(ImportRun run, string scheme, string sourceName)
{
    /// <summary>Rows of one transaction: large enough for bulk writes, small enough for progress and a short write lock.</summary>
    internal const int StepSize = 4_000;

    /// <summary>A step is also closed at this much text, so that a file of huge cells does not pile up.</summary>
    private const long StepCharacters = 16 << 20;

    private readonly IntakeBook book = new(run.Id, run.By, scheme, sourceName);

    /// <param name="open">Opens the reader; throws when the file is not of the format.</param>
    /// <param name="parse">The reader's rows, typed.</param>
    /// <param name="draft">What a good row says.</param>
    public async Task RunAsync<T>(
        Func<Stream, RowSource> open,
        Func<RowSource, IEnumerable<Parsed<T>>> parse,
        Func<T, IReadOnlyList<Warning>, IncidentDraft> draft,
        CancellationToken ct
    )
        where T : class
    {
        using var source = open(run.Open());
        await run.KeepHeaderAsync(source.HeaderVerbatim, ct);
        source.Skip(run.RowsDone);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var steps = Channel.CreateBounded<Step>(1);
        var reading = Task.Run(() => ReadAsync(source, parse, draft, steps.Writer, stop.Token), stop.Token);
        try
        {
            await run.FillAsync(IncidentRows.Tables, () => RecordAsync(steps.Reader, ct), ct);
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        }
        await reading;
    }

    private async Task RecordAsync(ChannelReader<Step> steps, CancellationToken ct)
    {
        await foreach (var step in steps.ReadAllAsync(ct))
        {
            await run.CommitAsync(
                step.RowsRead,
                step.BytesRead,
                step.Rejects,
                tx => book.RecordAsync(tx, step.Rows, ct),
                ct
            );
        }
    }

    private async Task ReadAsync<T>(
        RowSource source,
        Func<RowSource, IEnumerable<Parsed<T>>> parse,
        Func<T, IReadOnlyList<Warning>, IncidentDraft> draft,
        ChannelWriter<Step> steps,
        CancellationToken ct
    )
        where T : class
    {
        try
        {
            var read = run.RowsDone;
            var characters = 0L;
            var step = new Step();
            foreach (var parsed in parse(source))
            {
                read++;
                characters += parsed.Row.Verbatim.Length;
                Take(parsed, draft, step);
                if (step.Rows.Count + step.Rejects.Count >= StepSize || characters >= StepCharacters)
                {
                    await steps.WriteAsync(step.At(read, source.BytesRead), ct);
                    step = new Step();
                    characters = 0;
                }
            }
            if (read > run.RowsDone || step.Rejects.Count > 0)
            {
                await steps.WriteAsync(step.At(read, source.BytesRead), ct);
            }
            steps.Complete();
        }
        catch (Exception e)
        {
            steps.Complete(e);
        }
    }

    private static void Take<T>(Parsed<T> parsed, Func<T, IReadOnlyList<Warning>, IncidentDraft> draft, Step step)
        where T : class
    {
        if (parsed.Value is null)
        {
            // One reject line per fault: who mends the row wants to know all that is wrong with it. It counts once.
            var fault = parsed.Faults[0];
            var reason = string.Join(" · ", parsed.Faults.Select(f => f.Reason));
            step.Rejects.Add(new Reject(fault with { Reason = reason }, parsed.Row.Verbatim));
            return;
        }
        step.Rows.Add(
            new DraftRow(
                draft(parsed.Value, parsed.Warnings),
                parsed.Row.Line,
                parsed.Row.Verbatim,
                ReportBook.FingerprintOf(parsed.Row.Verbatim)
            )
        );
    }

    private sealed class Step
    {
        public List<DraftRow> Rows { get; } = [];
        public List<Reject> Rejects { get; } = [];
        public long RowsRead { get; private set; }
        public long BytesRead { get; private set; }

        public Step At(long rows, long bytes)
        {
            (RowsRead, BytesRead) = (rows, bytes);
            return this;
        }
    }
}
