using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>One row of <c>docs/rules.md</c>, as it is written there.</summary>
internal sealed record RuleRow(string Number, string Rule, string Home, string Proof)
{
    private const string NotBuilt = "not built yet";

    public bool HomeIsNotBuilt => Home == NotBuilt;

    public bool NeedsNoCode => Regex.IsMatch(Home, @"^no code: \S");

    public bool ProofIsNotBuilt => Proof == NotBuilt;

    public bool NeedsNoProof => Proof == "—";

    /// <summary>The backticked paths of the home.</summary>
    public IEnumerable<string> Paths => Regex.Matches(Home, "`([^`]*)`").Select(match => match.Groups[1].Value);

    /// <summary>The listed tests, <c>Class.Method_name</c> each.</summary>
    public IReadOnlyList<string> Tests => ProofIsNotBuilt || NeedsNoProof ? [] : Proof.Split("<br>", StringSplitOptions.TrimEntries);
}

/// <summary>Reads the tables of <c>docs/rules.md</c> and knows which numbers must stand there.</summary>
internal static partial class RulesTable
{
    /// <summary>Every number that exists. D5, D13 and U13 were never given.</summary>
    public static IReadOnlyList<string> Numbers { get; } =
    [
        .. Range('S', 105), .. Range('D', 20, 5, 13), .. Range('P', 16), .. Range('X', 34), .. Range('U', 15, 13), .. Range('I', 20),
    ];

    public static IReadOnlyList<RuleRow> Read(string markdown) =>
        [.. markdown.Split('\n').Where(line => line.StartsWith('|')).Select(Cells).Where(cells => !IsHead(cells)).Select(Row)];

    private static IEnumerable<string> Range(char letter, int last, params int[] gaps) =>
        Enumerable.Range(1, last).Except(gaps).Select(number => $"{letter}{number}");

    private static string[] Cells(string line) =>
        [.. UnescapedPipe().Split(line.Trim().Trim('|')).Select(cell => cell.Replace(@"\|", "|", StringComparison.Ordinal).Trim())];

    private static bool IsHead(string[] cells) => cells[0] == "Number" || cells.All(cell => Regex.IsMatch(cell, "^:?-+:?$"));

    private static RuleRow Row(string[] cells) => cells.Length == 4
        ? new RuleRow(cells[0], cells[1], cells[2], cells[3])
        : throw new FormatException($"The row of {cells[0]} has {cells.Length} cells instead of 4");

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedPipe();
}
