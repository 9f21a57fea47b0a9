using System.Net;
using FluentAssertions;
using Marketplace.Host.Development.Postgres;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Host.Tests.Http;

/// <summary>A server of its own, because it is stopped.</summary>
public sealed class DatabaseGoneTests
{
    [Fact]
    public async Task With_the_server_gone_commands_reads_and_readiness_are_503_and_the_process_lives()
    {
        var cluster = await PrivateCluster.StartAsync(ThrowAwayCluster.OptionsFor(ThrowAwayCluster.NewFolder()), NullLogger.Instance);
        await using var host = await HttpHost.StartAsync(await cluster.CreateDatabaseAsync("main"), await cluster.CreateDatabaseAsync("vault"));
        (await host.GetAsync("/health/ready")).Status.Should().Be(HttpStatusCode.OK);

        await cluster.DisposeAsync();

        var command = await host.PostAsync($"/api/trial/wallets/{Guid.NewGuid()}/credits", """{"amount":1}""", ("Idempotency-Key", "k"));
        foreach (var answer in new[] { command, await host.GetAsync("/api/trial/sleep"), await host.GetAsync("/health/ready") })
        {
            answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable, answer.Body);
            answer.Code.Should().Be("service.unavailable");
            answer.Header("Retry-After").Should().Be("2");
        }

        (await host.GetAsync("/health/live")).Status.Should().Be(HttpStatusCode.OK);
        host.Log.Lines.Should().Contain(l => l.Level == LogLevel.Warning && l.Text.StartsWith("The database is away", StringComparison.Ordinal));
    }
}
