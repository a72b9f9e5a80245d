namespace Toguna.Foundation.Access;

/// <summary>What a use of material needs the consent of its source for: none, the mission, or somebody named outside it.</summary>
public readonly record struct Release
{
    private Release(int bit, Audience? audience = null) => (Bit, Audience) = (bit, audience);

    /// <summary>No more than reading on this machine.</summary>
    public static Release None => default;

    /// <summary>Leaves the program for use inside the mission.</summary>
    public static Release Inside { get; } = new(1);

    /// <summary>Every use that needs a consent: inside, and for each audience outside.</summary>
    public static IReadOnlyList<Release> All { get; } = [Inside, .. Audiences.All.Select(Outside)];

    /// <summary>Leaves the mission, for those alone.</summary>
    public static Release Outside(Audience audience) => new(2 << (int)audience, audience);

    /// <summary>For whom outside; null: not for anybody outside.</summary>
    public Audience? Audience { get; }

    /// <summary>The bit of <c>withheld</c> that says that a record must not be used so; 0: it may always.</summary>
    public int Bit { get; }
}
