using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>Documents name each other by paths, which a rename breaks in silence.</summary>
public sealed partial class DocumentLinksTests
{
    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        var root = Solution.Root;
        var documents = Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(root, "README.md"));
        var links = documents.SelectMany(d => Link().Matches(File.ReadAllText(d)).Select(m => (Document: d, Target: m.Groups[1].Value))).ToList();

        links.Should().HaveCountGreaterThan(50, "else nothing is checked here");
        links.Where(l => !Path.Exists(Path.Combine(Path.GetDirectoryName(l.Document)!, l.Target))).Should().BeEmpty();
    }

    // Not to another site, and not to a heading of the same page.
    [GeneratedRegex(@"\]\((?![a-z]+:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
