using Shouldly;
using Toguna.Foundation.Access;

namespace Toguna.Tests.Foundation;

public sealed class PasswordTurnsTests
{
    [Fact]
    public async Task Half_of_the_processors_check_passwords_and_the_next_waits_until_one_is_free()
    {
        using var turns = new PasswordTurns();
        var taken = new List<IDisposable>();
        for (var i = 0; i < Math.Max(1, Environment.ProcessorCount / 2); i++)
        {
            taken.Add(await turns.EnterAsync(TestContext.Current.CancellationToken));
        }
        var next = turns.EnterAsync(TestContext.Current.CancellationToken);
        next.IsCompleted.ShouldBeFalse();
        taken[0].Dispose();
        (await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Dispose();
    }
}
