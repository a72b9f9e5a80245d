namespace Toguna.Foundation.Access;

/// <summary>The compartments that every installation has. Nobody is in them until somebody is let in.</summary>
public static class Compartments
{
    /// <summary>Allegations of sexual exploitation or abuse by personnel of the mission.</summary>
    public static readonly Guid Conduct = new("00000000-0000-0000-0000-000000000001");

    /// <summary>Conflict-related sexual violence: monitoring, analysis and reporting arrangements.</summary>
    /// <seealso href="https://undocs.org/S/RES/1960(2010)">S/RES/1960 (2010)</seealso>
    public static readonly Guid Mara = new("00000000-0000-0000-0000-000000000002");
}
