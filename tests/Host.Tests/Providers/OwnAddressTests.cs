using FluentAssertions;
using Marketplace.Application.Ports;
using Marketplace.Host.Adapters;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://localhost:5000", "http://localhost:5000/")]
    [InlineData("http://[::]:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://+:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://*:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://0.0.0.0:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000/")]
    [InlineData("https://+:5001;http://+:5000", "http://127.0.0.1:5000/")]
    [InlineData("https://+:5001", "https://127.0.0.1:5001/")]
    [InlineData("http://unix:/tmp/host.sock;http://+:80/shop", "http://127.0.0.1/shop/")]
    public void The_address_to_call_is_found_among_those_listened_on(string listening, string callable) =>
        OwnAddress.Choose(listening.Split(';')).Should().Be(new Uri(callable));

    [Fact]
    public void A_host_without_a_socket_has_no_address() => OwnAddress.Choose(["http://unix:/tmp/host.sock"]).Should().BeNull();

    [Theory]
    [InlineData("https://shop.example", "https://shop.example/")]
    [InlineData("https://shop.example/account/", "https://shop.example/account/")]
    public async Task A_configured_public_address_goes_first(string configured, string callable)
    {
        await using var host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"), settings: new() { ["PublicUrl"] = configured });
        (await host.Services.GetRequiredService<OwnAddress>().ResolveAsync(default)).Should().Be(new Uri(callable));
    }

    [Fact]
    public async Task Without_one_the_port_that_the_server_got_is_used_and_the_simulators_are_found_there()
    {
        await using var host = await ProviderHost.StartAsync(await ThrowAwayCluster.CreateDatabaseAsync("providers"));
        (await host.Services.GetRequiredService<OwnAddress>().ResolveAsync(default)).Should().Be(host.Client.BaseAddress);
        (await host.Acquirer.InquireAsync("p", default)).Outcome.Should().Be(CardOutcome.Declined);
    }
}
