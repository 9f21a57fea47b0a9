using System.Net.Http.Json;
using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Host.Development.Simulators;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class MessageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly string data = Directory.CreateTempSubdirectory("marketplace-data-").FullName;
    private string database = "";
    private ProviderHost host = null!;

    private DevMessages Messages => host.Services.GetRequiredService<DevMessages>();

    public async Task InitializeAsync() => host = await ProviderHost.StartAsync(database = await ThrowAwayCluster.CreateDatabaseAsync("providers"), data);

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task S4_a_message_sent_through_the_gateway_shows_with_its_code()
    {
        await host.Sms.SendAsync(Guid.NewGuid(), "+79991234567", "Код подтверждения: 845321. Никому его не говорите.", default);
        var shown = (await ListAsync("%2B79991234567")).Should().ContainSingle().Subject;
        shown.Should().BeEquivalentTo(new { Channel = "sms", To = "+79991234567", Code = "845321", Link = (string?)null });
        shown.Text.Should().Contain("Никому");
    }

    [Theory]
    [InlineData("%2B79991234567")]
    [InlineData("+79991234567")]
    [InlineData(" 79991234567")]
    [InlineData("79991234567")]
    [InlineData("%2B7%20999%20123-45-67")]
    public async Task A_number_is_found_however_its_plus_arrived(string to)
    {
        await host.Sms.SendAsync(Guid.NewGuid(), "+79991234567", "1", default);
        await host.Sms.SendAsync(Guid.NewGuid(), "+79991234568", "2", default);
        (await ListAsync(to)).Should().ContainSingle().Which.Text.Should().Be("1");
    }

    [Theory]
    [InlineData("maria%2Bshop@example.com")]
    [InlineData("maria+shop@example.com")]
    [InlineData("MARIA%2Bshop@Example.com")]
    public async Task An_address_with_a_plus_is_found_too(string to)
    {
        await Messages.AddAsync(MessageChannel.Email, "maria+shop@example.com", "1", Noon);
        await Messages.AddAsync(MessageChannel.Email, "maria@example.com", "2", Noon);
        (await ListAsync(to)).Should().ContainSingle().Which.Channel.Should().Be("email");
    }

    [Fact]
    public async Task Newest_come_first_whatever_the_channel_and_without_a_recipient_all_are_shown()
    {
        await Messages.AddAsync(MessageChannel.Sms, "+79991234567", "first", Noon);
        await Messages.AddAsync(MessageChannel.Call, "+79991234567", "7391", Noon.AddSeconds(1));
        await Messages.AddAsync(MessageChannel.Sms, "+79991234567", "at the same time", Noon.AddSeconds(1));
        await Messages.AddAsync(MessageChannel.Sms, "+79990000000", "to another", Noon.AddSeconds(2));
        var shown = await ListAsync("+79991234567");
        shown.Select(message => message.Text).Should().Equal("at the same time", "7391", "first");
        (shown[1].Channel, shown[1].Code, shown[1].SentAt).Should().Be(("call", "7391", Noon.AddSeconds(1)));
        (await ListAsync("")).Should().HaveCount(4);
    }

    [Fact]
    public async Task One_message_id_is_sent_once_however_often_it_is_handed_over()
    {
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Sms.SendAsync(id, "+79991234567", "845321", default)));
        (await ListAsync("+79991234567")).Should().ContainSingle();
    }

    [Fact]
    public async Task What_was_sent_survives_a_restart()
    {
        await host.Sms.SendAsync(Guid.NewGuid(), "+79991234567", "845321", default);
        await using var second = await ProviderHost.StartAsync(database, data);
        (await second.Client.GetFromJsonAsync<Shown[]>("/dev/messages?to=%2B79991234567")).Should().ContainSingle().Which.Code.Should().Be("845321");
    }

    [Fact]
    public async Task Messages_of_a_lost_data_folder_are_left_out()
    {
        await host.Sms.SendAsync(Guid.NewGuid(), "+79991234567", "845321", default);
        await using var second = await ProviderHost.StartAsync(database);
        (await second.Client.GetFromJsonAsync<Shown[]>("/dev/messages")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("+79991234567", DeliveryStatus.Delivered)]
    [InlineData("+79991000404", DeliveryStatus.Undelivered)]
    [InlineData("+79991000408", DeliveryStatus.Expired)]
    public async Task S38_the_gateway_reports_once_what_became_of_a_message(string to, DeliveryStatus status)
    {
        var id = Guid.NewGuid();
        for (var i = 0; i < 3; i++) await host.Sms.SendAsync(id, to, "845321", default);
        (await ProviderHost.WaitAsync(host.Reported, 1)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { MessageId = id, Status = status });
    }

    [Theory]
    [InlineData("Код: 845321", "845321", null)]
    [InlineData("7391", "7391", null)]
    [InlineData("Заказ 123, код 12345678.", "12345678", null)]
    [InlineData("Заказ 123456789 готов", null, null)]
    [InlineData("Подтвердите: https://shop.example/email?token=12345678abc.", null, "https://shop.example/email?token=12345678abc")]
    [InlineData("Код 4821 или (http://127.0.0.1:5000/x/99887766), скорее", "4821", "http://127.0.0.1:5000/x/99887766")]
    [InlineData("https://a.example/1234 затем https://b.example", null, "https://a.example/1234")]
    [InlineData("Спасибо!", null, null)]
    [InlineData("Заказ 0198b6f0-1234-7000-8000-000000000001 на 1,500.00 ₽ до 07.12.2026", null, null)]
    [InlineData("К оплате 1500.00 ₽, код 4821.", "4821", null)]
    public void The_code_and_the_link_are_found_in_the_text(string text, string? code, string? link)
    {
        var message = DevMessage.Of(MessageChannel.Email, "maria@example.com", text, Noon);
        (message.Code, message.Link).Should().Be((code, link));
        message.ToString().Should().NotContain("maria");
    }

    private async Task<Shown[]> ListAsync(string to) => (await host.Client.GetFromJsonAsync<Shown[]>($"/dev/messages?to={to}"))!;

    private sealed record Shown(string Channel, string To, string Text, string? Code, string? Link, DateTimeOffset SentAt);
}
