using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Bench.Reports;

/// <summary>Writes the results into the documentation, between two marks; what stands around them is written by people.</summary>
internal static class DocsPage
{
    private const string Page = "performance.md";
    private const string Picture = "performance.svg";

    /// <exception cref="InvalidOperationException">There is no such page above the program, or the marks are gone.</exception>
    public static async Task UpdateAsync(Results results)
    {
        await WriteAsync("bench", Section(results));
        await File.WriteAllTextAsync(Path.Combine(Folder(), Picture), Chart.Of(results));
    }

    /// <summary>Writes a section between its two marks.</summary>
    /// <exception cref="InvalidOperationException">There is no such page above the program, or the marks are gone.</exception>
    public static async Task WriteAsync(string mark, string section)
    {
        var (page, begin, end) = (Path.Combine(Folder(), Page), $"<!-- {mark}: begin -->", $"<!-- {mark}: end -->");
        var text = await File.ReadAllTextAsync(page);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidOperationException($"{page} needs the lines {begin} and {end}.");
        await File.WriteAllTextAsync(page, text[..(from + begin.Length)] + "\n" + section + text[to..]);
    }

    private static string Section(Results results)
    {
        var ratios = results.Ratios.Where(r => r.Value is not null).Select(r => $"`{r.Key}` {Ratio(r.Value ?? 0)}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Measured(results.PostgresVersion)} {results.Options.Rounds} rounds of {results.Options.Seconds} s each, {results.Elapsed.TotalMinutes:0} minutes in all.

            ![Rates of all workloads]({Picture})

            {Table.Of(results)}
            Ratios: {string.Join(", ", ratios)}{(results.Peer is { } peer ? $"; orders and history by {peer.Name}" : "")}.

            """);
    }

    /// <summary>When and on what a section was measured, up to a colon.</summary>
    public static string Measured(string postgresVersion) => string.Create(CultureInfo.InvariantCulture, $"""
        Measured {DateTime.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription},
        PostgreSQL {postgresVersion}:
        """);

    private static string Ratio(double value) => value >= 10 ? Table.Rate(value) : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Folder() => Path.Combine(Root(), "docs");

    /// <summary>The folder of the solution.</summary>
    /// <exception cref="InvalidOperationException">This program was taken away from it.</exception>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("This can be done from the sources only.");
    }
}
