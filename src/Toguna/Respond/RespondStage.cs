using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Respond;

/// <summary>Wires the stage: its services.</summary>
public static class RespondStage
{
    public static IServiceCollection AddRespond(this IServiceCollection services) => services.AddSingleton<TaskBook>();
}
