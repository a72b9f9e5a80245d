using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Foundation.Sealing;

/// <summary>Wires sealing. A stage registers its own <see cref="SealedColumn"/> and <see cref="ShredTarget"/>, <see cref="SubjectLabel"/> records.</summary>
internal static class SealingServices
{
    public static IServiceCollection AddSealing(this IServiceCollection services) =>
        services
            .AddSingleton<KeyRing>()
            .AddSingleton<SubjectKeys>()
            .AddSingleton<SealedFields>()
            .AddSingleton<RotateKeys>()
            .AddSingleton<RecoverKeys>()
            .AddSingleton<ListKeys>()
            .AddSingleton<ShredSubject>()
            .AddSingleton<KeyHolders>()
            .AddSingleton<OfficeLock>()
            .AddSingleton<SubjectCodes>()
            .AddSingleton<ShredWork>();

    public static void MapSealing(this IEndpointRouteBuilder routes)
    {
        AskDestruction.Map(routes);
        ConfirmDestruction.Map(routes);
        CertificatePages.Map(routes);
        KeysPages.Map(routes);
        LockPages.Map(routes);
    }
}
