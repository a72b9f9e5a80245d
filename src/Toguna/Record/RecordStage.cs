using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Record;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class RecordStage
{
    public static IServiceCollection AddRecord(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder routes) => routes;
}
