using Microsoft.AspNetCore.Identity;

namespace Toguna.Foundation.Access;

/// <summary>A person who may sign in.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>Section of the mission: a <see cref="Access.Component"/>; null: none.</summary>
    public string? Component { get; set; }

    /// <summary>Highest classification this person may see, whatever the roles allow: 0 unclassified, 1 confidential, 2 strictly confidential.</summary>
    public int Clearance { get; set; } = 2;

    /// <summary>May not sign in any more; what they wrote stays under their name.</summary>
    public bool Disabled { get; set; }

    /// <summary>The last time step whose TOTP code was accepted: the same code does not open twice.</summary>
    public long LastTotpStep { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
