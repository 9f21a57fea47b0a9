using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Keeps all that the host logs, at every level, with exceptions and scopes.</summary>
public sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider? scopes;

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose() => lines.Clear();

    private sealed class Logger(LogCapture all, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            all.lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> values) all.lines.Enqueue(string.Join(' ', values));
            all.scopes?.ForEachScope((scope, lines) => lines.Enqueue(Values(scope)), all.lines);
        }

        private static string Values(object? scope) =>
            scope is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{scope}";
    }
}
