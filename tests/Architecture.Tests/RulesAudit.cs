using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>Everything that can be wrong with <c>docs/rules.md</c>, as a function of the rows, the compiled tests and the tree.</summary>
internal static partial class RulesAudit
{
    public static IReadOnlyList<string> Faults(
        IReadOnlyList<RuleRow> rows, IReadOnlyList<CompiledTest> tests, Func<string, bool> existsInTree) =>
        [
            .. Numbers(rows),
            .. rows.SelectMany(row => Wording(row).Concat(Home(row, existsInTree)).Concat(Proof(row, tests))),
            .. Unlisted(rows, tests),
        ];

    private static IEnumerable<string> Numbers(IReadOnlyList<RuleRow> rows)
    {
        var standing = rows.CountBy(row => row.Number).ToDictionary();
        var missing = RulesTable.Numbers.Where(number => !standing.ContainsKey(number)).Select(number => $"{number} is missing");
        var unknown = standing.Keys.Except(RulesTable.Numbers).Select(number => $"{number} is not a number of the product");
        var twice = standing.Where(each => each.Value > 1).Select(each => $"{each.Key} stands {each.Value} times");
        return missing.Concat(unknown).Concat(twice);
    }

    private static IEnumerable<string> Wording(RuleRow row)
    {
        if (!row.Rule.EndsWith('.')) yield return $"{row.Number} has no rule in a sentence";
    }

    private static IEnumerable<string> Home(RuleRow row, Func<string, bool> existsInTree)
    {
        if (row.HomeIsNotBuilt || row.NeedsNoCode) yield break;
        if (!row.Paths.Any()) yield return $"{row.Number} lives neither in a backticked path, nor «not built yet», nor «no code: why»";
        foreach (var path in row.Paths.Where(path => !existsInTree(path))) yield return $"{row.Number} lives in {path}, which does not exist";
    }

    private static IEnumerable<string> Proof(RuleRow row, IReadOnlyList<CompiledTest> tests)
    {
        var hasHome = !row.HomeIsNotBuilt && !row.NeedsNoCode;
        if (hasHome && row.Tests.Count == 0) yield return $"{row.Number} has a home and no test";
        if (row.HomeIsNotBuilt && !row.ProofIsNotBuilt) yield return $"{row.Number} is proved and yet not built: name its home";
        if (row.NeedsNoCode && row.ProofIsNotBuilt) yield return $"{row.Number} needs no code: its proof is «—» or a test";
        foreach (var name in row.Tests)
        {
            var found = tests.Where(test => test.Name == name).ToList();
            if (found.Count == 0) yield return $"{row.Number} lists {name}, which is not a test";
            else if (found.All(test => test.IsSkipped)) yield return $"{row.Number} lists {name}, which is skipped and proves nothing";
        }
    }

    /// <summary>Tests that are named after a rule and not listed with it, joined so that they can be pasted into the row.</summary>
    private static IEnumerable<string> Unlisted(IReadOnlyList<RuleRow> rows, IReadOnlyList<CompiledTest> tests) =>
        from test in tests.OrderBy(test => test.Name, StringComparer.Ordinal)
        from number in NumbersOf(test.Method)
        where !rows.Any(row => row.Number == number && row.Tests.Contains(test.Name))
        group test.Name by number into unlisted
        select $"{unlisted.Key} does not list {string.Join("<br>", unlisted)}";

    /// <summary>The numbers that a test's name begins with: <c>S85_S86_a_refund</c> carries two.</summary>
    private static IEnumerable<string> NumbersOf(string method) =>
        LeadingNumbers().Match(method).Groups[1].Captures.Select(capture => capture.Value.TrimEnd('_'));

    [GeneratedRegex("^([SDPXUI][0-9]+_)+")]
    private static partial Regex LeadingNumbers();
}
