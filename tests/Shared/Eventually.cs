using System.Diagnostics;

namespace Marketplace.Tests.Shared;

/// <summary>Waits for what others do: queues, timers, daemons, other processes. So patient that only what never happens fails, also on a busy machine.</summary>
public static class Eventually
{
    /// <summary>How long it may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until it has happened.</summary>
    /// <param name="happened">Looks.</param>
    /// <param name="what">What is waited for, in the present tense.</param>
    /// <exception cref="TimeoutException">It does not happen.</exception>
    public static Task HappensAsync(Func<Task<bool>> happened, string what) =>
        FindsAsync(async () => await happened() ? what : null, what);

    /// <summary>Looks until something is found.</summary>
    /// <param name="find">Answers null while it is not there.</param>
    /// <param name="what">What is waited for, in the present tense.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="TimeoutException">It is not found.</exception>
    public static async Task<T> FindsAsync<T>(Func<Task<T?>> find, string what)
        where T : class
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(LookEvery))
        {
            if (await find() is { } found) return found;
        }

        throw new TimeoutException($"It did not happen within {Patience.TotalSeconds:0} s: {what}.");
    }
}
