namespace Toguna.Foundation.Jobs;

/// <summary>Work that is looked for again and again, by one server at a time.</summary>
/// <remarks>
/// A tick carries no state: it looks in the database what is due and does it there, once, whatever happened to the tick before
/// it. So a server may be killed in the middle, and two that tick at once do no harm.
/// </remarks>
/// <param name="Name">Letters and hyphens; the name of its schedule.</param>
/// <param name="Every">At least a second.</param>
/// <param name="RunAsync">Does what is due; gives how much that was.</param>
public sealed record Tick(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task<int>> RunAsync);
