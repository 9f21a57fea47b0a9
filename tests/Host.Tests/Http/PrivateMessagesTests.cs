using System.Text;
using FluentAssertions;
using Marketplace.Application;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Xunit;

namespace Marketplace.Host.Tests.Http;

public sealed record TrialLater(Guid Id, Pii<string> Phone);

public static class TrialLaterHandler
{
    public static void Handle(TrialLater command) => ArgumentNullException.ThrowIfNull(command);
}

public sealed record TrialSecretLater(Secret Code);

public static class TrialSecretLaterHandler
{
    public static void Handle(TrialSecretLater command) => ArgumentNullException.ThrowIfNull(command);
}

[Collection(HttpTests.Name)]
public sealed class PrivateMessagesTests(HttpFixture fixture)
{
    [Fact]
    public async Task A_personal_value_in_a_message_waits_as_ciphertext()
    {
        var message = new TrialLater(Guid.NewGuid(), new Pii<string>(TrialEndpoints.Customer, "phone", "+79035550199"));
        await ScheduleAsync(message);

        var stored = await StoredAsync(message.Id.ToString());
        stored.Should().Contain("\"box\":").And.NotContain("79035550199");
    }

    [Fact]
    public async Task A_secret_cannot_wait_in_a_queue_at_all()
    {
        var schedule = () => ScheduleAsync(new TrialSecretLater(new Secret("482913")));
        (await schedule.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain("A secret is never written").And.NotContain("482913");
        (await StoredAsync("482913")).Should().BeEmpty();
    }

    private async Task ScheduleAsync(object message)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().ScheduleAsync(message, TimeSpan.FromDays(1));
    }

    private async Task<string> StoredAsync(string part)
    {
        await using var source = NpgsqlDataSource.Create(fixture.Database);
        await using var command = source.CreateCommand($"select body from {MarketplaceStore.MessageSchema}.wolverine_incoming_envelopes where position($1 in body) > 0");
        command.Parameters.Add(new() { Value = Encoding.UTF8.GetBytes(part) });
        return await command.ExecuteScalarAsync() is byte[] body ? Encoding.UTF8.GetString(body) : "";
    }
}
