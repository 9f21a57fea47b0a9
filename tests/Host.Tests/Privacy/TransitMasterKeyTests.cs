using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using FluentAssertions;
using Marketplace.Application;
using Marketplace.Application.Privacy;
using Marketplace.Host.Adapters.KeyService;
using Marketplace.Host.Development.KeyService;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Xunit;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>The master key in a key service, over the wire, and how it goes wrong.</summary>
public sealed class TransitMasterKeyTests : IAsyncLifetime
{
    private const string Token = "s.test";
    private static readonly TimeSpan Memory = TimeSpan.FromMilliseconds(300);
    private readonly byte[] dataKey = RandomNumberGenerator.GetBytes(32);
    private readonly Guid subject = Guid.NewGuid();
    private TransitSimulator service = null!;
    private TransitMasterKey key = null!;

    public async Task InitializeAsync()
    {
        // Whoever needs a key waits on a thread of the pool, and here the service answers from the same pool.
        ThreadPool.SetMinThreads(64, 64);
        service = await TransitSimulator.StartAsync(Token);
        service.Key("marketplace");
        key = Client();
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public void It_wraps_for_one_subject_and_names_the_version()
    {
        var wrapped = key.Wrap(subject, dataKey);

        wrapped.Should().StartWith(key.CurrentVersion());
        key.Wrapped(wrapped).Should().BeTrue();
        key.Unwrap(subject, wrapped).Should().Equal(dataKey);
        key.Invoking(k => k.Unwrap(Guid.NewGuid(), wrapped)).Should().Throw<CryptographicException>().WithMessage("*another subject*");
        byte[] changed = [.. wrapped[..^8], .. wrapped[^8..].Select(b => (byte)(b == 'A' ? 'B' : 'A'))];
        key.Invoking(k => k.Unwrap(subject, changed)).Should().Throw<CryptographicException>().WithMessage("*changed*");
        byte[] garbled = [.. wrapped[..^8], .. "!!!!!!!!"u8];
        key.Invoking(k => k.Unwrap(subject, garbled)).Should().Throw<CryptographicException>().WithMessage("*changed*");
        Client(name: "other").Wrapped(wrapped).Should().BeFalse();
    }

    [Fact]
    public void After_a_rotation_in_the_service_it_wraps_by_the_new_version_and_reads_both_until_the_old_is_given_up()
    {
        var before = key.Wrap(subject, dataKey);
        service.Key("marketplace").Rotate();

        var after = key.Wrap(subject, dataKey);

        after[..8].Should().Equal(key.CurrentVersion()).And.NotEqual(before[..8]);
        key.Unwrap(subject, before).Should().Equal(dataKey);
        service.Key("marketplace").MinDecryption = 2;
        key.Unwrap(subject, after).Should().Equal(dataKey);
        key.Invoking(k => k.Unwrap(subject, before)).Should().Throw<CryptographicException>();
    }

    [Fact]
    public async Task A_service_that_is_sealed_silent_gone_or_does_not_know_us_is_away_and_says_nothing_about_the_key()
    {
        var wrapped = key.Wrap(subject, dataKey);
        service.Sealed = true;
        Away(() => key.Unwrap(subject, wrapped)).Message.Should().Contain("503");
        service.Sealed = false;
        Away(() => Client(token: "wrong").Unwrap(subject, wrapped)).Message.Should().Contain("403").And.NotContain("wrong");
        Away(() => Client(name: "nobody").CurrentVersion()).Message.Should().Contain("404");
        // It takes the connection and never says a word: a short patience alone may be longer than a quick answer.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Away(() => Client(patience: TimeSpan.FromMilliseconds(200), address: new Uri($"http://{silent.LocalEndpoint}")).Unwrap(subject, wrapped));
        await service.DisposeAsync();
        Away(() => key.Unwrap(subject, wrapped));
    }

    /// <summary>A service says 400 of many things; that a text was changed may be said of none of them, and the key is the same afterwards.</summary>
    [Theory]
    [InlineData("missing client token")]
    [InlineData("invalid ciphertext: version is too new")]
    [InlineData("error parsing JSON")]
    [InlineData(null)]
    public async Task S100_a_400_that_is_not_about_the_text_says_that_the_service_is_away(string? error)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(context => (error is null
            ? Results.Text("<html>Bad Request</html>", "text/html", statusCode: 400)
            : Results.Json(new { errors = new[] { error } }, statusCode: 400)).ExecuteAsync(context));
        await app.StartAsync();
        var wrapped = key.Wrap(subject, dataKey);

        Away(() => Client(address: new Uri(app.Urls.First())).Unwrap(subject, wrapped));
    }

    [Fact]
    public void A_token_in_a_file_is_read_anew_for_each_call_and_without_one_nobody_is_asked()
    {
        var file = Path.GetTempFileName();
        var client = new TransitMasterKey(new HttpClient(), new TransitOptions { Address = service.Address, TokenFile = file });
        var asked = service.Asked;
        Away(() => client.CurrentVersion()).Message.Should().Contain("empty");
        service.Asked.Should().Be(asked);
        File.WriteAllText(file, Token + "\n");
        client.CurrentVersion().Should().HaveCount(8);
        File.Delete(file);
        Away(() => client.CurrentVersion());
    }

    [Theory]
    [InlineData("MasterKey:Transit:Address", "http://vault.example.com", "*Address must be https*")]
    [InlineData("MasterKey:Transit:Token", "", "*either Token or TokenFile*")]
    [InlineData("MasterKey:Transit:TokenFile", "/run/token", "*either Token or TokenFile*")]
    [InlineData("MasterKey:Transit:Key", "a key", "*Mount and :Key*")]
    [InlineData("MasterKey:Transit:Timeout", "00:00:00", "*Timeout*")]
    [InlineData("MasterKey:Source", "kms", "*file or transit*")]
    public void A_wrong_setting_stops_the_host_and_is_named(string name, string value, string message)
    {
        var settings = new Dictionary<string, string?>
        {
            ["MasterKey:Source"] = "transit",
            ["MasterKey:Transit:Address"] = "https://vault.example.com",
            ["MasterKey:Transit:Token"] = Token,
        };
        From(settings).Should().NotBeNull();
        settings[name] = value;
        FluentActions.Invoking(() => From(settings)).Should().Throw<InvalidOperationException>().WithMessage(message);
    }

    [Fact]
    public async Task Customers_keys_move_from_the_hosts_own_master_key_to_the_service_and_into_its_next_version()
    {
        await using var host = await RunningHost.StartAsync();
        var customer = await host.CustomerAsync();
        var settings = new Dictionary<string, string?>(host.Settings)
        {
            ["MasterKey:Source"] = "transit",
            ["MasterKey:Transit:Address"] = service.Address.ToString(),
            ["MasterKey:Transit:Token"] = Token,
        };

        (await RotateAsync(settings)).Should().Contain("keys were wrapped anew").And.NotContain("Done: 0 keys");
        service.Key("marketplace").Rotate();
        (await RotateAsync(settings)).Should().NotContain("Done: 0 keys");
        service.Key("marketplace").MinDecryption = 2;
        File.Delete(Path.Combine(host.Folder, "secrets", "MasterKey"));

        await using var moved = await RunningHost.StartAsync(settings);
        var caller = moved.Anonymous();
        (caller.Token, caller.Phone) = (customer.Token, customer.Phone);
        (await caller.GetAsync("/api/account")).Expect(HttpStatusCode.OK).Raw.Should().Contain(customer.Phone[1..]);
        (await moved.CustomerAsync()).CustomerId.Should().NotBeEmpty("keys of new customers are made there too");
        File.Exists(Path.Combine(host.Folder, "secrets", "MasterKey")).Should().BeFalse("the service wraps, so no master key of our own is made");
    }

    [Fact]
    public async Task A_host_whose_key_service_is_away_answers_503_and_serves_again_when_it_is_back()
    {
        await using var host = await RunningHost.StartAsync(
            null, services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, new PrivacyOptions { CachedFor = Memory }),
            ("MasterKey:Source", "transit"), ("MasterKey:Transit:Address", service.Address.ToString()), ("MasterKey:Transit:Token", Token), ("MasterKey:Transit:Timeout", "00:00:08"));
        // The first request compiles what answers it; on a busy machine that takes longer than a request may.
        for (var i = 0; i < 10 && (await host.Anonymous().PostAsync("/api/auth/challenges", new { phone = "+79991234567" })).Status == HttpStatusCode.ServiceUnavailable; i++) await Task.Delay(500);
        var customer = await host.CustomerAsync();
        await Task.Delay(Memory * 2);

        service.Sealed = true;
        var away = await customer.GetAsync("/api/account");
        service.Sealed = false;

        away.Expect(HttpStatusCode.ServiceUnavailable).Code.Should().Be("service.unavailable");
        (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK).Raw.Should().Contain(customer.Phone[1..]);
    }

    private static async Task<string> RotateAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var (code, output, errors) = await Faults.HostProcess.RunAsync(settings, RotateMasterKey.Command);
        code.Should().Be(0, errors);
        return output;
    }

    private static Func<IServiceProvider, MasterKeyService>? From(Dictionary<string, string?> settings) =>
        KeyServices.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new HostingEnvironment { EnvironmentName = Environments.Production });

    private static MasterKeyAwayException Away(Func<object> call)
    {
        var away = FluentActions.Invoking(call).Should().Throw<MasterKeyAwayException>().Which;
        DatabaseAway.Caused(away).Should().BeTrue("it is answered with 503 and tried again");
        return away;
    }

    private TransitMasterKey Client(string name = "marketplace", string token = Token, TimeSpan? patience = null, Uri? address = null) =>
        new(new HttpClient(), new TransitOptions { Address = address ?? service.Address, Key = name, Token = token, Timeout = patience ?? TimeSpan.FromSeconds(10) });
}
