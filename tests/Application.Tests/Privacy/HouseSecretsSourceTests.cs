using FluentAssertions;
using Marketplace.Application.Privacy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed class HouseSecretsSourceTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("marketplace-secrets-");
    private readonly ListLogger log = new();

    [Fact]
    public void In_development_they_are_made_once_in_files_of_their_owner_with_one_warning()
    {
        var first = Load("Development");
        var again = Load("Development");

        new KeyedHash(again).Of("p", "v").Should().Be(new KeyedHash(first).Of("p", "v"));
        log.Lines.Should().ContainSingle().Which.Should().StartWith("Warning").And.Contain(Path.Combine(".data", "secrets"));
        var files = SecretFiles();
        files.Should().HaveCount(3);
        if (OperatingSystem.IsWindows()) return;
        files.Select(File.GetUnixFileMode).Should().AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        log.Lines.Should().NotContain(line => files.Any(f => line.Contains(File.ReadAllText(f), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hosts_that_start_together_agree()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new KeyedHash(Load("Development")).Of("p", "v"))));
        all.Distinct().Should().ContainSingle();
        SecretFiles().Should().HaveCount(3);
    }

    [Fact]
    public void Outside_development_a_missing_secret_stops_the_host_and_is_named()
    {
        var load = () => Load("Production", ("Secrets:Pepper", Base64(1)), ("Secrets:MasterKey", Base64(2)));
        load.Should().Throw<InvalidOperationException>().WithMessage("*Secrets:SealingKey*").Which.Message.Should().NotContain("Secrets:Pepper");
        Directory.Exists(Path.Combine(root.FullName, ".data")).Should().BeFalse();
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void A_secret_that_is_not_32_bytes_of_base64_is_refused_without_being_shown(string text)
    {
        var load = () => Load("Production", ("Secrets:Pepper", text), ("Secrets:SealingKey", Base64(1)), ("Secrets:MasterKey", Base64(2)));
        load.Should().Throw<InvalidOperationException>().WithMessage("*Secrets:Pepper*").Which.Message.Should().NotContain(text);
    }

    [Fact]
    public void Outside_development_configured_secrets_are_taken()
    {
        var secrets = Load("Production", ("Secrets:Pepper", Base64(1)), ("Secrets:SealingKey", Base64(2)), ("Secrets:MasterKey", Base64(3)));
        new Sealer(secrets).Open("p", new Sealer(secrets).Seal("p", "v")).Should().Be("v");
        log.Lines.Should().BeEmpty();
    }

    private string[] SecretFiles() => [.. Directory.GetFiles(Path.Combine(root.FullName, ".data", "secrets")).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))];

    public void Dispose() => root.Delete(recursive: true);

    private HouseSecrets Load(string environment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
        return HouseSecretsSource.Load(configuration, new Surroundings(environment), Path.Combine(root.FullName, ".data"), log);
    }

    private static string Base64(byte value) => Convert.ToBase64String([.. Enumerable.Repeat(value, 32)]);

    private sealed class Surroundings(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Marketplace";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }

    private sealed class ListLogger : ILogger
    {
        private readonly List<string> lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (lines) return [.. lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add($"{logLevel}: {formatter(state, exception)}");
        }
    }
}
