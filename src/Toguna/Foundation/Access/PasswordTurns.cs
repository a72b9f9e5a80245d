namespace Toguna.Foundation.Access;

/// <summary>
/// Passwords are checked in turn, on half of the processors at most: each takes one for a tenth of a second, and two hundred
/// people at once, as when the power is back, would leave none for a report.
/// </summary>
/// <remarks>Thread-safe; who waits holds no thread.</remarks>
public sealed class PasswordTurns : IDisposable
{
    private readonly SemaphoreSlim gate = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Dispose what is returned when the password is checked.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken ct = default)
    {
        await gate.WaitAsync(ct);
        return new Turn(gate);
    }

    public void Dispose() => gate.Dispose();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
