using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Record.Cases;

/// <summary>Cases and their interviews: services and pages.</summary>
internal static class CasesWiring
{
    public static IServiceCollection AddCases(this IServiceCollection services) =>
        services
            .AddSingleton(SealedCases.Notes)
            .AddSingleton(CaseBook.Label)
            .AddSingleton<CaseIncidents>()
            .AddSingleton<InterviewBook>()
            .AddSingleton(new NavItem(60, "cases", "/cases", typeof(CasesText), Permission.KeepCases));

    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        ListCases.Map(routes);
        ShowCase.Map(routes);
        CaseIncidents.Map(routes);
        HoldInterview.Map(routes);
    }
}
