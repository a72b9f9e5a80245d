using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Jobs;
using Toguna.Warn.Alerts;
using Toguna.Warn.Cap;
using Toguna.Warn.Escalation;
using Toguna.Warn.Forecasts;
using Toguna.Warn.Notices;
using Toguna.Warn.Signals;

namespace Toguna.Warn;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class WarnStage
{
    public static IServiceCollection AddWarn(this IServiceCollection services) =>
        services
            .AddSingleton<AlertBook>()
            .AddSingleton<AlertSteps>()
            .AddSingleton<Telling>()
            .AddSingleton<AlertShares>()
            .AddSingleton<NoticeBook>()
            .AddSingleton<CapInBook>()
            .AddSingleton<SignalBook>()
            .AddSingleton<Detectors>()
            .AddSingleton<Pulse>()
            .AddSingleton<Escalations>()
            .AddSingleton(
                new Tick("escalation", Escalations.Every, (s, ct) => s.GetRequiredService<Escalations>().RunAsync(ct))
            )
            .AddSingleton<ForecastBook>()
            .AddSingleton<ForecastIssues>()
            .AddSingleton(
                new Tick(
                    "forecasts",
                    ForecastIssues.Every,
                    (s, ct) => s.GetRequiredService<ForecastIssues>().RunAsync(ct)
                )
            )
            .AddSingleton(
                new NavItem(42, "forecasts", "/forecasts", typeof(ForecastsText), Permission.Read) { Inside = true }
            )
            .AddSingleton(
                new Tick("signals", Detectors.Every, (s, ct) => s.GetRequiredService<Detectors>().RunAsync(ct))
            )
            .AddSingleton(
                new NavItem(24, "signals", "/signals", typeof(SignalsText), Permission.Read) { Inside = true }
            )
            .AddSingleton(new NavItem(12, "notices", "/notices", typeof(NoticesText), Permission.Read))
            .AddSingleton(new NavItem(25, "alerts", "/alerts", typeof(AlertsText), Permission.Read));

    public static IEndpointRouteBuilder MapWarn(this IEndpointRouteBuilder routes)
    {
        ListSignals.Map(routes);
        ShowSignal.Map(routes);
        ShowSignalRecord.Map(routes);
        ListAlerts.Map(routes);
        WriteAlert.Map(routes);
        ShowCap.Map(routes);
        TakeCap.Map(routes);
        SetLimits.Map(routes);
        SetProfile.Map(routes);
        ShowNotices.Map(routes);
        WantNotices.Map(routes);
        ShowForecasts.Map(routes);
        ShowRecord.Map(routes);
        return routes;
    }
}
