using System.Reflection;
using FluentAssertions;
using Marketplace.Application;
using Marketplace.Application.Orders;
using Marketplace.Host.Tests.Faults;
using Xunit;

namespace Marketplace.Host.Tests.Database;

/// <summary>What a published host has compiled in (<c>build/publish.sh</c>).</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public async Task The_code_around_every_handler_is_written_without_a_database()
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-generated-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["DataFolder"] = Path.Combine(folder, "data"),
            ["ConnectionStrings:Marketplace"] = "Host=nowhere.invalid",
            ["ConnectionStrings:Vault"] = "Host=nowhere.invalid",
        };
        try
        {
            var (code, output, errors) = await HostProcess.RunAsync(settings, "generate-code", "--to", Path.Combine(folder, "code"), "--environment", "Development");
            code.Should().Be(0, errors);
            var files = Directory.GetFiles(Path.Combine(folder, "code"), "*.cs", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).ToList();
            output.Should().Contain($"{files.Count} files were written to");
            var handlers = HandlersOf(typeof(MarketplaceMessaging).Assembly);
            handlers.Should().Contain(nameof(PlaceOrder)).And.HaveCountGreaterThan(50, "else nothing is checked here");
            handlers.Where(h => !files.Exists(f => f.StartsWith($"{h}Handler", StringComparison.Ordinal))).Should().BeEmpty("a host that lacks one of them does not start");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> HandlersOf(Assembly application) => application.GetTypes()
        .Where(t => t.IsPublic && t.Name.EndsWith("Handler", StringComparison.Ordinal))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name is "Handle" or "HandleAsync"))
        .Select(m => m.GetParameters()[0].ParameterType.Name).Distinct().ToList();
}
