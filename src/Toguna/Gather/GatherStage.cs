using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Jobs;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Gather.Intake;
using Toguna.Gather.Reports;
using Toguna.Gather.Sources;
using Toguna.Gather.TextMessages;
using Toguna.Gather.Timeline;

namespace Toguna.Gather;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class GatherStage
{
    public static IServiceCollection AddGather(this IServiceCollection services) =>
        services
            .AddSingleton(SealedSources.Identity)
            .AddSingleton(SealedSources.Contact)
            .AddSingleton(SealedSources.Phone)
            .AddSingleton(SealedSources.Original)
            .AddSingleton(SealedSources.View)
            .AddSingleton(SealedSources.Label)
            .AddSingleton(SealedSources.Account)
            .AddSingleton<Consents>()
            .AddSingleton<TriageBook>()
            .AddSingleton<AttachmentBook>()
            .AddSingleton<ReportSearch>()
            .AddSingleton<Receipts>()
            .AddSingleton<KeepSent>()
            .AddSingleton<PhoneSources>()
            .AddSingleton<SmsIntake>()
            .AddSingleton(
                new Tick(
                    "text-messages",
                    TimeSpan.FromSeconds(30),
                    (s, ct) =>
                        s.GetRequiredService<SmsIntake>()
                            .DeliverDueAsync(s.GetRequiredService<TimeProvider>().GetUtcNow(), ct)
                )
            )
            .AddSingleton(new NavItem(75, "report", "/report", typeof(IntakeText), Permission.Report))
            .AddSingleton<ImportService>()
            .AddSingleton<ImportBook>()
            .AddSingleton<FileIntake>()
            .AddSingleton<Mappings>()
            .AddSingleton(ImportReports.Kind)
            .AddSingleton<ImportWorker>()
            .AddSingleton(ContextIntake.Kind)
            .AddSources()
            .AddSingleton(new NavItem(80, "imports", "/imports", typeof(ImportsText), Permission.Import));

    /// <summary>What a program of this version needs of reports that an earlier one has kept.</summary>
    public static Task PrepareAsync(Database database, CancellationToken ct) => ReportWords.CatchUpAsync(database, ct);

    public static IEndpointRouteBuilder MapGather(this IEndpointRouteBuilder routes)
    {
        ImportPages.Map(routes);
        SendReport.Map(routes);
        LookReceipt.Map(routes);
        ReceiveSms.Map(routes);
        ShowAttachment.Map(routes);
        routes.MapSources();
        return routes;
    }
}
