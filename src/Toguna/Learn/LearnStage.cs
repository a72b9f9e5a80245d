using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Learn.Exposure;
using Toguna.Learn.ResponseRate;
using Toguna.Learn.Reviews;
using Toguna.Learn.Training;

namespace Toguna.Learn;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class LearnStage
{
    public static IServiceCollection AddLearn(this IServiceCollection services) =>
        services
            .AddSingleton<RateBook>()
            .AddSingleton<ReviewBook>()
            .AddSingleton<TriedBook>()
            .AddSingleton<KeptRates>()
            .AddSingleton<TrainingBook>()
            .AddSingleton<BaseBook>()
            .AddSingleton<ExposureBook>();

    public static IEndpointRouteBuilder MapLearn(this IEndpointRouteBuilder routes)
    {
        ShowRate.Map(routes);
        KeepRate.Map(routes);
        ListReviews.Map(routes);
        ListTraining.Map(routes);
        WriteRotation.Map(routes);
        ShowExercises.Map(routes);
        WriteReview.Map(routes);
        KeepBases.Map(routes);
        ShowExposure.Map(routes);
        return routes;
    }
}
