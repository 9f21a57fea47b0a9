using System.Text.Json;

namespace Marketplace.Bench.Reports;

/// <summary>What somebody measured of another product on this machine, a second; the bench cannot install any itself.</summary>
/// <param name="Name">The product.</param>
/// <param name="OrdersPerSecond">Orders placed and paid.</param>
/// <param name="HistoryPerSecond">Pages of a purchase history, 20 orders each.</param>
internal sealed record Peer(string Name, double? OrdersPerSecond = null, double? HistoryPerSecond = null)
{
    /// <summary>Reads <c>NAME=FILE</c>.</summary>
    /// <exception cref="ArgumentException">It is something else, or the file is not there or no JSON.</exception>
    public static Peer? Read(string? option)
    {
        if (option is null) return null;
        if (option.Split('=', 2) is not [var name, var file] || !File.Exists(file)) throw new ArgumentException($"--peer {option}: use NAME=FILE with a file that is there.");
        try
        {
            return JsonSerializer.Deserialize<Peer>(File.ReadAllText(file), JsonSerializerOptions.Web)! with { Name = name };
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"--peer {option}: the file is no JSON of the form {{ \"ordersPerSecond\": 7.7, \"historyPerSecond\": 120 }}.", e);
        }
    }
}
