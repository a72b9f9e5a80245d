using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>The tables of ASP.NET Core Identity; the only place where an object mapper is used (ADR 0002).</summary>
/// <remarks>Made by our own numbered SQL, which is EF's script for this model; ids are stored as everywhere else.</remarks>
public sealed class AccessDb(DbContextOptions<AccessDb> options)
    : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (Database.IsSqlite())
        {
            configurationBuilder.Properties<Guid>().HaveConversion<BigEndianId>();
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantText>();
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<User>().ToTable("user_account");
        builder.Entity<IdentityRole<Guid>>().ToTable("user_role");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("user_holds_role");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_login");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("user_role_claim");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkey");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_token");
    }

    private sealed class BigEndianId()
        : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class InstantText()
        : ValueConverter<DateTimeOffset, string>(
            at => Dialect.Instant(at),
            text => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        );
}
