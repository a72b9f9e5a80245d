namespace Toguna.Foundation;

/// <summary>So many at a time, the others in line.</summary>
/// <param name="places">1 or more.</param>
/// <remarks>Thread-safe; who waits holds no thread.</remarks>
public class Turns(int places) : IDisposable
{
    private readonly SemaphoreSlim gate = new(places, places);

    /// <summary>Dispose what is returned when the turn is over.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken ct = default)
    {
        await gate.WaitAsync(ct);
        return new Turn(gate);
    }

    public void Dispose()
    {
        gate.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
