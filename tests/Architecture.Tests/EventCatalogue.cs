using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>One row of <c>docs/events.md</c>: the event, the feature whose heading it stands under, the members it says it carries.</summary>
internal sealed record CatalogueRow(string Feature, string Event, IReadOnlyList<string> Members);

/// <summary>Compares <c>docs/events.md</c> with the events of the assembly, both ways.</summary>
internal static partial class EventCatalogue
{
    public static IReadOnlyList<CatalogueRow> Read(string markdown)
    {
        List<CatalogueRow> rows = [];
        var feature = "";
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) feature = line[3..].Trim();
            if (EventRow().Match(line) is not { Success: true } row) continue;
            var cells = line.Trim().Trim('|').Split('|');
            if (cells.Length != 4) throw new FormatException($"The row of {row.Groups[1].Value} has {cells.Length} cells instead of 4");
            rows.Add(new CatalogueRow(feature, row.Groups[1].Value, [.. Quoted().Matches(cells[2]).Select(m => m.Groups[1].Value)]));
        }

        return rows;
    }

    public static IReadOnlyList<string> Faults(IReadOnlyList<CatalogueRow> rows, IReadOnlyList<Type> events) =>
    [
        .. rows.CountBy(row => row.Event).Where(each => each.Value > 1).Select(each => $"{each.Key} stands {each.Value} times"),
        .. rows.Where(row => events.All(happened => happened.Name != row.Event)).Select(row => $"{row.Event} is not an event"),
        .. events.SelectMany(happened => Faults(happened, rows.FirstOrDefault(row => row.Event == happened.Name))),
    ];

    private static IEnumerable<string> Faults(Type happened, CatalogueRow? row)
    {
        if (row is null)
        {
            yield return $"{happened.Name} is missing";
            yield break;
        }

        var feature = Solution.FeatureOf(happened) ?? happened.Assembly.GetName().Name;
        if (row.Feature != feature) yield return $"{row.Event} stands under {row.Feature} and belongs to {feature}";
        if (!row.Members.SequenceEqual(MembersOf(happened))) yield return $"{row.Event} carries {string.Join(", ", MembersOf(happened).Select(m => $"`{m}`"))}";
    }

    /// <summary>The members by their stored names, in the order of the declaration; those that the constructor does not take come last.</summary>
    private static IEnumerable<string> MembersOf(Type happened) =>
        happened.GetConstructors().MaxBy(made => made.GetParameters().Length)!.GetParameters().Select(p => p.Name!)
            .Union(happened.GetProperties().Select(p => p.Name))
            .Select(JsonNamingPolicy.CamelCase.ConvertName);

    [GeneratedRegex("^\\| `(\\w+)` \\|")]
    private static partial Regex EventRow();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();
}
