using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

public sealed class Invitations
{
    public Task<Guid?> LookAsync(string code) => Task.FromResult<Guid?>(null);

    public Task<Guid?> UseAsync(WriteScope tx, string code) => Task.FromResult<Guid?>(null);
}
