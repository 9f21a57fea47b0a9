using System.Collections.Concurrent;
using Marketplace.Application.GroupCommits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Application.Tests.GroupCommits;

/// <summary>Hears why batches could not be saved.</summary>
internal sealed class GoneAlone : ILoggerProvider, ILogger
{
    private volatile bool over;

    public GoneAlone(ILoggerFactory loggers) => loggers.AddProvider(this);

    public ConcurrentQueue<string> Reasons { get; } = new();

    public ILogger CreateLogger(string categoryName) => categoryName == typeof(GroupCommit).FullName ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    // The factory keeps it for as long as the shop lives.
    public bool IsEnabled(LogLevel logLevel) => !over;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!over) Reasons.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose() => over = true;
}
