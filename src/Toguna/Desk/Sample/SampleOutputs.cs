using Toguna.Desk.Sample.Files;

namespace Toguna.Desk.Sample;

/// <summary>The messages, and the tables of what was really behind them; open while the sample is made.</summary>
internal sealed class SampleOutputs(SampleFiles files, ulong seed) : IDisposable
{
    public ReportsFile Reports { get; } = new(files, seed);

    public TruthTable Blackouts { get; } =
        new(files.TruthOf("blackouts"), "blackout", "district", "from", "to", "cause", "event");

    public TruthTable Alerts { get; } =
        new(
            files.TruthOf("alerts"),
            "alert",
            "raised",
            "at",
            "place",
            "district",
            "basis",
            "report",
            "on_false_report",
            "sign",
            "event",
            "responses"
        );

    public TruthTable Responses { get; } =
        new(
            files.TruthOf("responses"),
            "response",
            "alert",
            "component",
            "team",
            "months_there",
            "at",
            "place",
            "district",
            "sources_before",
            "single_telephone",
            "lured",
            "reprisal_chance",
            "reprisal"
        );

    public TruthTable Trust { get; } =
        new(
            files.TruthOf("trust"),
            "month",
            "place",
            "district",
            "assistant",
            "months_together",
            "visited",
            "rotated",
            "reprisals",
            "trust"
        );

    public void Dispose()
    {
        Reports.Dispose();
        Blackouts.Dispose();
        Alerts.Dispose();
        Responses.Dispose();
        Trust.Dispose();
    }
}
