using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>Nobody has a password here: every «пароль» of the source that is ours is a one-time code.</summary>
public partial class NoPasswordTests
{
    /// <summary>The private database server of Development has a password, which is made by the host and known to no person.</summary>
    private const string ServersOwn = "Marketplace.Host.Development.Postgres.";

    [Fact]
    public void S34_D4_no_type_member_or_route_speaks_of_a_password()
    {
        foreach (var assembly in Solution.Sources)
        {
            Words.Names(assembly).Should().NotBeEmpty("a rule that examines nothing proves nothing");
            Mentions(assembly).ShouldBeNone();
        }
    }

    [Fact]
    public void A_password_is_found_in_a_name_an_attribute_and_a_route() =>
        Mentions(typeof(SampleSignIn).Assembly).Should().Contain(["/sample/password-reset", "Пароль", "sample.password"])
            .And.Contain(name => name.EndsWith("SampleSignIn.NewPassword"));

    private static IEnumerable<string> Mentions(Assembly assembly) =>
        Words.Names(assembly).Concat(Words.OfAttributes(assembly)).Concat(Words.Routes(assembly))
            .Where(word => Password().IsMatch(word) && !word.StartsWith(ServersOwn, StringComparison.Ordinal));

    [GeneratedRegex("password|passwd|парол", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}

[System.ComponentModel.Description("Пароль")]
internal sealed record SampleSignIn([property: System.ComponentModel.Category("sample.password")] string NewPassword)
{
    public static string Route => "/sample/password-reset";
}
