using Marketplace.Application;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Host.Http;

/// <summary>
/// The message bus logs every failed command as an error with its stack. A refusal is an answer, not a failure: at most a
/// debug line, or the log would be full of customers who mistyped a code. Everything else passes as it is.
/// </summary>
public static class QuietRefusals
{
    /// <summary>Wraps the logger factory.</summary>
    public static IServiceCollection AddQuietRefusals(this IServiceCollection services)
    {
        services.TryAddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new Factory(provider.GetRequiredService<LoggerFactory>())));
        return services;
    }

    private sealed class Factory(LoggerFactory inner) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName));

        // The container disposes of the inner one.
        public void Dispose()
        {
        }
    }

    private sealed class Logger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not RefusedException refused || logLevel <= LogLevel.Debug) inner.Log(logLevel, eventId, state, exception, formatter);
            // The code alone: the bus's own line holds the command.
            else if (inner.IsEnabled(LogLevel.Debug)) inner.LogDebug("Refused: {Code}", refused.Rejection.Code);
        }
    }
}
