namespace Marketplace.Host.Http;

/// <summary>How large a request may be. The largest honest one, an order of 100 lines, is under a tenth of it.</summary>
public static class RequestLimits
{
    /// <summary>Bytes of a body.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Objects and arrays inside each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>Elements of one array.</summary>
    public const int MaxElements = 200;

    /// <summary>Bytes of one string or member name as it is written.</summary>
    public const int MaxString = 4 * 1024;

    /// <summary>How long a request may run. A client that sees the time-out asks again with the same key.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
}
