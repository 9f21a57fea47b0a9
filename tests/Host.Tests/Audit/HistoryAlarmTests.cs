using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Audit;

/// <summary>A host whose database somebody rewrites while it works.</summary>
public sealed class HistoryAlarmTests : IAsyncLifetime, IDisposable
{
    private readonly LogCapture log = new();
    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, services => services.AddSingleton<ILoggerProvider>(log), ("Audit:Every", "00:00:00.300"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task U3_a_rewritten_history_raises_the_alarm_and_closes_the_signing_but_not_the_shop()
    {
        var customer = await host.CustomerAsync(100_00);
        await UntilAsync(async () => await AskAsync("select count(*) from marketplace_audit.checkpoints") > 0, "a checkpoint");
        await AskAsync("set session_replication_role = replica; update marketplace_audit.checkpoints set note = replace(note, E'\\nholds ', E'\\nholds 1'); reset session_replication_role; select 0::bigint");

        await UntilAsync(() => Task.FromResult(log.Text.Contains("TAMPER ALARM: no checkpoint is signed any more.", StringComparison.Ordinal)), "an alarm");
        var (signed, anchored) = (await AskAsync("select count(*) from marketplace_audit.checkpoints"), Anchored());
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 5_00, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);
        (await customer.GetAsync("/api/wallet")).Expect(HttpStatusCode.OK).Number("balance").Should().Be(105_00);
        (await host.Anonymous().GetAsync("/health/ready")).Expect(HttpStatusCode.OK);
        await Task.Delay(1_000);
        (await AskAsync("select count(*) from marketplace_audit.checkpoints")).Should().Be(signed);
        Anchored().Should().Be(anchored);
    }

    private string Anchored() => File.ReadAllText(Path.Combine(host.Folder, "audit", "checkpoints.txt"));

    private async Task<long> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"] + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task UntilAsync(Func<Task<bool>> happened, string what)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await happened()) return;
            await Task.Delay(100);
        }

        Assert.Fail($"It did not happen within 20 s: {what}");
    }
}
