using System.Net;
using FluentAssertions;
using Marketplace.Host.Http;
using Marten;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Audit;

/// <summary>What auditors ask for grows with the history; it must not be cut off when there is enough of it.</summary>
public sealed class PatienceTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    // A page or a row of a table with an index, however much the store holds.
    private static readonly string[] OfAPage = ["/api/audit/events", "/api/audit/checkpoints", "/api/audit/proofs/{eventId:guid}", "/api/audit/refusals"];

    private static readonly string[] OfTheStore = ["/api/audit/invariants", "/api/audit/promises", "/api/audit/reconciliation", "/api/audit/reconciliation/signed"];

    private static readonly TimeSpan Held = TimeSpan.FromSeconds(3);

    [Fact]
    public void Every_request_of_auditors_that_reads_more_than_a_page_may_take_its_time()
    {
        var audit = fixture.Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Distinct()
            .Where(e => e.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains("Audit") == true)
            .Select(e => (Path: "/" + e.RoutePattern.RawText!.Trim('/'), e.Metadata.GetMetadata<RequestTimeoutPolicy>()?.Timeout)).ToList();

        audit.Select(e => e.Path).Should().Contain(OfAPage).And.Contain(OfTheStore, "names that are no routes prove nothing");
        audit.Where(e => OfTheStore.Contains(e.Path)).Should().OnlyContain(e => e.Timeout >= TimeSpan.FromMinutes(10));
        audit.Where(e => !OfAPage.Contains(e.Path)).Should().HaveCountGreaterThan(OfTheStore.Length).And.OnlyContain(e => e.Timeout >= TimeSpan.FromMinutes(1), "who adds a route says how long it takes, or that it reads a page");
        RequestLimits.Timeout.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_reads_the_whole_store_waits_longer_for_the_database_than_a_command_may()
    {
        // A second for a statement instead of half a minute, so that nobody has to wait for it here.
        await using var host = await RunningHost.StartAsync(
            fixture.Host.Settings, null, ("ConnectionStrings:Marketplace", fixture.Host.Settings["ConnectionStrings:Marketplace"] + ";Command Timeout=1"));
        await host.WarmUpAsync();
        var auditor = host.Staff("auditor");
        // The signed sums wait for whoever writes, and tell when it takes too long.
        Func<Task<Answer>>[] asked = [.. OfTheStore.Where(path => !path.EndsWith("/signed", StringComparison.Ordinal)).Select(path => (Func<Task<Answer>>)(() => auditor.GetAsync(path))), () => auditor.PostAsync("/api/audit/what-if", new { policy = new { } })];
        foreach (var ask in asked) (await ask()).Expect(HttpStatusCode.OK);
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table marketplace.mt_events in access exclusive mode", connection)) await hold.ExecuteNonQueryAsync();

        var usual = FluentActions.Awaiting(() => CountAsync(host)).Should().ThrowAsync<Exception>("the store gives up by itself, or this proves nothing");
        var answers = asked.Select(ask => ask()).ToList();
        await Task.Delay(Held);
        answers.Should().OnlyContain(a => !a.IsCompleted, "the events are locked");
        await usual;
        await transaction.RollbackAsync();

        foreach (var answer in await Task.WhenAll(answers)) answer.Expect(HttpStatusCode.OK);
    }

    private static async Task CountAsync(RunningHost host)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        await session.Events.QueryAllRawEvents().CountAsync();
    }
}
