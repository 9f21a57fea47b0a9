namespace Marketplace.Application.Tests.Privacy;

internal static class ExceptionChain
{
    /// <summary>An exception and all that it wraps.</summary>
    public static IEnumerable<Exception> Chain(this Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException) yield return e;
    }
}
