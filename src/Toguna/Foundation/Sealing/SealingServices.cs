using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Foundation.Sealing;

/// <summary>Wires sealing. A stage registers its own <see cref="SealedColumn"/> and <see cref="ShredTarget"/> records.</summary>
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
            .AddSingleton<OfficeLock>();
}
