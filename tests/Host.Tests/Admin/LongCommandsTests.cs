using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Host.Admin;
using Marketplace.Host.Tests.Faults;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>The commands of auditors as other programs meet them: processes whose output is data and nothing else.</summary>
public sealed class LongCommandsTests(LongCommandsTests.Lived lived) : IClassFixture<LongCommandsTests.Lived>
{
    private readonly RunningHost host = lived.Host;

    /// <summary>A host with something to tell for every command.</summary>
    public sealed class Lived : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("marketplace-commands-").FullName;

        public RunningHost Host { get; private set; } = null!;

        public string Policy => Path.Combine(folder, "policy.json");

        public async Task InitializeAsync()
        {
            Host = await RunningHost.StartAsync();
            await Host.WarmUpAsync();
            var customer = await Host.ProtectedCustomerAsync(100_00);
            (await customer.AskForPayoutAsync(500_00)).Expect(System.Net.HttpStatusCode.Conflict);
            (await customer.AskForPayoutAsync(10_00)).Expect(System.Net.HttpStatusCode.Accepted);
            await File.WriteAllTextAsync(Policy, """{ "maxWithdrawal": 999 }""");
        }

        public async Task DisposeAsync()
        {
            await Host.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(5, "reconcile")]
    [InlineData(6, "what-if", "--policy")]
    [InlineData(4, "views", "compare")]
    [InlineData(0, "promises", "--json")]
    [InlineData(0, "refusals", "--json")]
    public async Task A_command_ends_well_as_a_process_and_its_output_is_data_alone(int columns, params string[] args)
    {
        var (code, output, errors) = await HostProcess.RunAsync(host.Settings, args is [WhatIfCommand.Word, ..] ? [.. args, lived.Policy] : args);

        code.Should().Be(0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().NotBeEmpty();
        foreach (var line in lines)
        {
            if (columns > 0) line.Split(',').Should().HaveCount(columns, line);
            else JsonNode.Parse(line).Should().BeOfType<JsonObject>(line);
        }

        errors.Should().NotBeEmpty("people are told there");
    }

    [Fact]
    public async Task A_command_that_cannot_be_done_ends_with_2_and_prints_no_data()
    {
        var (code, output, errors) = await HostProcess.RunAsync(host.Settings, "reconcile", "--bank", "/nowhere/bank.csv");

        (code, output).Should().Be((2, ""), errors);
        errors.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("promises", "--json")]
    [InlineData("views", "rebuild")]
    public async Task A_command_on_databases_without_their_tables_ends_with_3_and_says_what_makes_them(params string[] args)
    {
        var empty = new Dictionary<string, string?>(host.Settings)
        {
            ["ConnectionStrings:Marketplace"] = await ThrowAwayCluster.CreateDatabaseAsync("empty"),
            ["ConnectionStrings:Vault"] = await ThrowAwayCluster.CreateDatabaseAsync("empty_vault"),
        };

        var (code, output, errors) = await HostProcess.RunAsync(empty, args);

        (code, output).Should().Be((3, ""), errors);
        errors.Should().Contain("«migrate»");
    }

    [Theory]
    [InlineData("read .* events in ", "promises", "--json")]
    [InlineData("checked .* events in ", "reconcile")]
    [InlineData("comparing views for ", "views", "compare")]
    [InlineData("replayed .* accounts in ", "what-if", "--policy")]
    public async Task A_command_that_takes_long_says_how_far_it_is_on_the_error_stream_alone(string told, params string[] args)
    {
        using StringWriter output = new(), errors = new();

        await HostCommand.From(args is [WhatIfCommand.Word, ..] ? [.. args, lived.Policy] : args)!.RunAsync(new Slow(host.Services), output, errors, CancellationToken.None);

        errors.ToString().Should().MatchRegex(told);
        output.ToString().Should().NotBeEmpty().And.NotMatchRegex(told);
    }

    /// <summary>The host's services with a clock by which everything takes long.</summary>
    private sealed class Slow(IServiceProvider services) : IServiceProvider
    {
        private readonly Racing clock = new();

        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? clock : services.GetService(serviceType);
    }

    /// <summary>Three seconds pass between two looks, and a timer waits for a hundredth of its time.</summary>
    private sealed class Racing : TimeProvider
    {
        private long now;

        public override long GetTimestamp() => Interlocked.Add(ref now, 3 * TimestampFrequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
