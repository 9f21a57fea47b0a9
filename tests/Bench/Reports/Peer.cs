using System.Text.Json;

namespace Marketplace.Bench.Reports;

/// <summary>What somebody measured of another product on this machine, a second; the bench cannot install any itself.</summary>
/// <param name="Name">The product.</param>
/// <param name="CommandOverHttp">Commands to one stream.</param>
/// <param name="OrdersPerSecond">Orders placed and paid.</param>
/// <param name="HistoryPerSecond">Pages of a purchase history, 20 orders each.</param>
internal sealed record Peer(string Name, double? CommandOverHttp = null, double? OrdersPerSecond = null, double? HistoryPerSecond = null)
{
    /// <summary>Reads <c>NAME=FILE</c>.</summary>
    /// <exception cref="ArgumentException">It is something else, or there is no such file.</exception>
    public static Peer? Read(string? option)
    {
        if (option is null) return null;
        if (option.Split('=', 2) is not [var name, var file] || !File.Exists(file)) throw new ArgumentException($"--peer {option}: use NAME=FILE with a file that is there.");
        return JsonSerializer.Deserialize<Peer>(File.ReadAllText(file), JsonSerializerOptions.Web)! with { Name = name };
    }
}
