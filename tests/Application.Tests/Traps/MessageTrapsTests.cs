using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Traps;

/// <summary>What the message bus does quietly unless it is told not to.</summary>
[Collection(nameof(Shop))]
public sealed class MessageTrapsTests(Shop shop)
{
    [Fact]
    public async Task A_command_to_a_stream_that_does_not_exist_is_refused_and_not_a_success()
    {
        var missing = Guid.NewGuid();
        var refused = new List<string>();
        foreach (var command in new object[] { new StartAssembly(missing, null), new CancelOrder(missing, missing, null), new ShipOrder(missing, null) })
        {
            refused.Add((await Assert.ThrowsAsync<RefusedException>(() => shop.InvokeAsync(command))).Rejection.Code);
        }

        refused.Should().OnlyContain(code => code == "order.not-found");
        (await Assert.ThrowsAsync<RefusedException>(() => shop.InvokeAsync(new CancelWithdrawal(missing, missing)))).Rejection.Kind.Should().Be(RejectionKind.NotFound);
    }

    [Fact]
    public async Task A_timer_is_a_row_with_its_time_and_not_a_memory_of_the_process()
    {
        var customer = await shop.CustomerAsync();
        var requested = new RequestTopUp(customer, Guid.NewGuid(), 100_00, null);
        await shop.InvokeAsync<TopUpAnswer>(requested);

        var rows = await RowsAsync($"%{nameof(FollowTopUp)}%", requested.TopUpId);

        rows.Should().ContainSingle();
        rows[0].Status.Should().Be("Scheduled");
        rows[0].At.Should().BeAfter(DateTime.UtcNow).And.BeBefore(DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Ids_of_messages_are_of_version_7_because_the_default_ones_collide_between_processes()
    {
        var customer = await shop.CustomerAsync();
        var requested = new RequestTopUp(customer, Guid.NewGuid(), 100_00, null);
        await shop.InvokeAsync<TopUpAnswer>(requested);

        var rows = await RowsAsync($"%{nameof(FollowTopUp)}%", requested.TopUpId);

        rows.Should().ContainSingle().Which.Id.Version.Should().Be(7);
    }

    private async Task<List<(Guid Id, string Status, DateTime At)>> RowsAsync(string type, Guid inBody)
    {
        await using var connection = shop.Store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select id, status, execution_time from marketplace_messages.wolverine_incoming_envelopes
            where message_type like $1 and position($2 in encode(body, 'escape')) > 0
            """, connection)
        { Parameters = { new() { Value = type }, new() { Value = inBody.ToString() } } };
        var rows = new List<(Guid, string, DateTime)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add((reader.GetGuid(0), reader.GetString(1), reader.GetDateTime(2)));
        return rows;
    }
}
