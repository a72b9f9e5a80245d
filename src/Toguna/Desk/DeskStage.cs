using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Desk.Alerts;
using Toguna.Desk.Briefing;
using Toguna.Desk.Daily;
using Toguna.Desk.Now;
using Toguna.Desk.Place;
using Toguna.Desk.Programs;
using Toguna.Desk.Search;
using Toguna.Desk.Tour;
using Toguna.Desk.Triage;
using Toguna.Desk.Views;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Record;

namespace Toguna.Desk;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class DeskStage
{
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        TakeTour.Add(services);
        return services
            .AddBriefing()
            .AddDaily()
            .AddSingleton<ReportDesk>()
            .AddSingleton<AlertDesk>()
            .AddSingleton(new NavItem(15, "triage", "/triage", typeof(TriageText), Permission.Triage))
            .AddSingleton<Visits>()
            .AddSingleton<ViewBook>()
            .AddSingleton<ViewLines>()
            .AddSingleton<FollowedPlaces>()
            .AddSingleton(new IncidentView(90, "save", "/views", typeof(ViewsText)))
            .AddSingleton(new NavItem(10, "now", "/now", typeof(NowText), Permission.Read));
    }

    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        Home.Map(routes);
        ShowNow.Map(routes);
        ShowTriage.Map(routes);
        ShowReport.Map(routes);
        DecideReport.Map(routes);
        ShowAlert.Map(routes);
        DecideAlert.Map(routes);
        ShareAlert.Map(routes);
        AskTask.Map(routes);
        LearnLater.Map(routes);
        ShowDaily.Map(routes);
        WriteLine.Map(routes);
        ShowSearch.Map(routes);
        ShowPlace.Map(routes);
        FollowPlace.Map(routes);
        ViewPages.Map(routes);
        ShowBriefing.Map(routes);
        TakeTour.Map(routes);
        ShowApi.Map(routes);
        return routes;
    }
}
