using System.Text;
using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class SimulatorPrivacyTests
{
    [Fact]
    public async Task The_simulated_world_keeps_nothing_personal_in_clear_beside_the_real_data()
    {
        var database = await ThrowAwayCluster.CreateDatabaseAsync("providers");
        await using var host = await ProviderHost.StartAsync(database);
        await host.Bank.SendAsync("payout", 100, new PayoutRequisites("044525225", "40817810099910004312", "Canarova Maria"), default);
        await host.Acquirer.AuthoriseAsync("payment", 100, "4111111111111111", capture: true, default);
        await host.Sms.SendAsync(Guid.NewGuid(), "+79991234567", "Canary 845321", default);
        await ProviderHost.WaitAsync(host.Banked, 1);

        var dump = await DumpAsync(database);
        dump.Should().Contain("payout").And.Contain("payment", "the dump must really hold the tables");
        foreach (var canary in new[] { "40817810099910004312", "Canarova", "4111111111111111", "79991234567", "Canary", "845321" })
            dump.Should().NotContain(canary).And.NotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(canary))).And.NotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(canary)));
    }

    private static async Task<string> DumpAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var dump = new StringBuilder();
        foreach (var table in new[] { "payments", "refunds", "payouts", "callbacks", "messages" })
        {
            await using var rows = source.CreateCommand($"select t::text from simulators.{table} t");
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync()) dump.AppendLine(reader.GetString(0));
        }

        return dump.ToString();
    }
}
