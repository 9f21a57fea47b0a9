using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Bench.Reports;

/// <summary>Writes the results into the documentation, between two marks; what stands around them is written by people.</summary>
internal static class DocsPage
{
    private const string Begin = "<!-- bench: begin -->";
    private const string End = "<!-- bench: end -->";
    private const string Page = "performance.md";
    private const string Picture = "performance.svg";

    /// <exception cref="InvalidOperationException">There is no such page above the program, or the marks are gone.</exception>
    public static async Task UpdateAsync(Results results)
    {
        var folder = Path.Combine(Root(), "docs");
        var page = Path.Combine(folder, Page);
        var text = await File.ReadAllTextAsync(page);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new InvalidOperationException($"{page} needs the lines {Begin} and {End}.");
        await File.WriteAllTextAsync(page, text[..(begin + Begin.Length)] + "\n" + Section(results) + text[end..]);
        await File.WriteAllTextAsync(Path.Combine(folder, Picture), Chart.Of(results));
    }

    private static string Section(Results results)
    {
        var ratios = results.Ratios.Where(r => r.Value is not null).Select(r => $"`{r.Key}` {Ratio(r.Value ?? 0)}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            Measured {DateTime.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription},
            PostgreSQL {results.PostgresVersion}: {results.Options.Rounds} rounds of {results.Options.Seconds} s each, {results.Elapsed.TotalMinutes:0} minutes in all.

            ![Rates of all workloads]({Picture})

            {Table.Of(results)}
            Ratios: {string.Join(", ", ratios)}{(results.Peer is { } peer ? $"; orders and history by {peer.Name}" : "")}.

            """);
    }

    private static string Ratio(double value) => value >= 10 ? Table.Rate(value) : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The documentation is written from the sources only.");
    }
}
