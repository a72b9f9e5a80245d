using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Gather.Sources;

internal static class SourcesWiring
{
    public static IServiceCollection AddSources(this IServiceCollection services) =>
        services
            .AddSingleton<Invitations>()
            .AddSingleton(Invitations.Forgotten)
            .AddSingleton(new NavItem(50, "sources", "/sources", typeof(SourcesText), Permission.Triage));

    public static IEndpointRouteBuilder MapSources(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/sources").Needs(Permission.Triage);
        ListSources.Map(pages);
        MakeSource.Map(pages);
        ShowSource.Map(pages);
        GradeSource.Map(pages);
        NoteConsent.Map(pages);
        InviteReporter.Map(pages);
        SealIdentity.Map(pages);
        ReadIdentity.Map(pages);
        FindIdentity.Map(pages);
        return routes;
    }
}
