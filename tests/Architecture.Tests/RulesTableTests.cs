using FluentAssertions;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>Holds <c>docs/rules.md</c> to the compiled tests and to the tree; each kind of fault is first shown to be found.</summary>
public class RulesTableTests
{
    private static readonly CompiledTest ATest = new("WalletTests.S84_paying_holds_the_money", IsSkipped: false);
    private static readonly string Table = File.ReadAllText(Path.Combine(Solution.Root, "docs", "rules.md"));

    [Fact]
    public void The_rules_table_agrees_with_the_tests_and_the_tree() =>
        RulesAudit.Faults(RulesTable.Read(Table), TestCatalogue.Of(Solution.Tests), ExistsInTree).ShouldBeNone();

    [Fact]
    public void Every_test_project_is_examined()
    {
        Solution.Tests.Select(assembly => assembly.GetName().Name).Should().Contain(
            ["Marketplace.Application.Tests", "Marketplace.Architecture.Tests", "Marketplace.Auditor.Tests", "Marketplace.Domain.Tests", "Marketplace.Host.Tests"]);
        TestCatalogue.Of(Solution.Tests).Should().Contain(test => test.Name == $"{nameof(RulesTableTests)}.{nameof(Every_test_project_is_examined)}");
    }

    [Fact]
    public void A_missing_number_is_a_fault() =>
        FaultsOf([.. Complete().Where(row => row.Number != "S47")], []).Should().Equal("S47 is missing");

    [Fact]
    public void A_number_that_stands_twice_is_a_fault() =>
        FaultsOf([.. Complete(), Unbuilt("X9")], []).Should().Equal("X9 stands 2 times");

    [Theory]
    [InlineData("S106")]
    [InlineData("D5")]
    [InlineData("U13")]
    public void A_number_that_was_never_given_is_a_fault(string number) =>
        FaultsOf([.. Complete(), Unbuilt(number)], []).Should().Equal($"{number} is not a number of the product");

    [Fact]
    public void A_listed_test_that_does_not_exist_is_a_fault() =>
        FaultsOf(With("S84", "`src/Domain`", "WalletTests.S84_no_such_test"), []).Should().Equal("S84 lists WalletTests.S84_no_such_test, which is not a test");

    [Fact]
    public void A_listed_test_that_is_skipped_is_a_fault() =>
        FaultsOf(With("S84", "`src/Domain`", ATest.Name), [ATest with { IsSkipped = true }]).Should().ContainSingle().Which.Should().Contain("is skipped");

    [Fact]
    public void A_home_that_does_not_exist_is_a_fault() =>
        FaultsOf(With("S84", "`src/Domain`, `src/Nowhere.cs`", ATest.Name), [ATest]).Should().Equal("S84 lives in src/Nowhere.cs, which does not exist");

    [Theory]
    [InlineData("/etc")]
    [InlineData("../main")]
    [InlineData("")]
    public void A_home_outside_the_tree_is_a_fault(string path) => ExistsInTree(path).Should().BeFalse();

    [Fact]
    public void A_home_without_a_path_is_a_fault() =>
        FaultsOf(With("S84", "in the wallet", ATest.Name), [ATest]).Should().ContainSingle().Which.Should().StartWith("S84 lives neither");

    [Fact]
    public void A_home_without_a_test_is_a_fault() =>
        FaultsOf(With("S84", "`src/Domain`", "not built yet"), []).Should().Equal("S84 has a home and no test");

    [Fact]
    public void A_test_without_a_home_is_a_fault() =>
        FaultsOf(With("S84", "not built yet", ATest.Name), [ATest]).Should().Equal("S84 is proved and yet not built: name its home");

    [Fact]
    public void A_numbered_test_that_its_row_does_not_list_is_a_fault() =>
        FaultsOf(Complete(), [ATest]).Should().Equal($"S84 does not list {ATest.Name}");

    [Fact]
    public void A_test_with_two_numbers_must_stand_in_both_rows()
    {
        var both = new CompiledTest("OrderTests.S85_D15_a_refund_goes_to_the_wallet", IsSkipped: false);

        FaultsOf(With("S85", "`src/Domain`", both.Name), [both]).Should().Equal($"D15 does not list {both.Name}");
    }

    [Fact]
    public void A_complete_table_has_no_fault() =>
        FaultsOf(With("S84", "`src/Domain`", ATest.Name), [ATest]).Should().BeEmpty();

    [Fact]
    public void A_row_is_read_from_its_four_cells()
    {
        var row = RulesTable.Read("# Rules\n\n| Number | Rule | Where it lives | Proved by |\n|---|---|---|---|\n| S1 | This \\| that. | `src` | A.b<br>A.c |\n")
            .Should().ContainSingle().Subject;

        (row.Number, row.Rule).Should().Be(("S1", "This | that."));
        row.Paths.Should().Equal("src");
        row.Tests.Should().Equal("A.b", "A.c");
    }

    [Fact]
    public void A_row_with_other_than_four_cells_is_refused() =>
        FluentActions.Invoking(() => RulesTable.Read("| S1 | A rule. | not built yet |")).Should().Throw<FormatException>().WithMessage("*S1*3*");

    private static IReadOnlyList<string> FaultsOf(IReadOnlyList<RuleRow> rows, IReadOnlyList<CompiledTest> tests) =>
        RulesAudit.Faults(rows, tests, ExistsInTree);

    private static List<RuleRow> Complete() => [.. RulesTable.Numbers.Select(Unbuilt)];

    private static List<RuleRow> With(string number, string home, string proof) =>
        [.. Complete().Select(row => row.Number == number ? row with { Home = home, Proof = proof } : row)];

    private static RuleRow Unbuilt(string number) => new(number, "A rule.", "not built yet", "not built yet");

    private static bool ExistsInTree(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Split('/').Contains("..") && Path.Exists(Path.Combine(Solution.Root, path));
}
