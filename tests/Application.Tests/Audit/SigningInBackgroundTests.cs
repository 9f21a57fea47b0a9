using System.Collections.Concurrent;
using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Domain.Stock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>The signing as a host does it by itself, with a clock that the test moves.</summary>
public sealed class SigningInBackgroundTests : IAsyncLifetime, IDisposable
{
    private readonly Criticals criticals = new();
    private readonly AuditOptions options = new()
    {
        AnchorFile = Path.Combine(Directory.CreateTempSubdirectory("marketplace-anchor-").FullName, "checkpoints.txt"),
        Every = TimeSpan.FromHours(1),
        Leaves = 5,
    };

    private readonly Shop shop;

    public SigningInBackgroundTests() => shop = new Shop
    {
        Configure = services => services.AddSingleton<ILoggerProvider>(criticals).AddCheckpoints(options, new CheckpointKey(CheckpointKey.NewPem())),
    };

    public Task InitializeAsync() => shop.InitializeAsync();

    public Task DisposeAsync() => shop.DisposeAsync();

    public void Dispose() => criticals.Dispose();

    [Fact]
    public async Task U3_leaves_do_not_wait_for_the_hour_once_there_are_five()
    {
        (await AskAsync<long>("select count(*) from marketplace_audit.leaves")).Should().Be(4, "two products were received");
        for (var i = 0; i < 3; i++) await SecondAsync();
        (await AskAsync<long>("select count(*) from marketplace_audit.checkpoints")).Should().Be(0);

        await ReceiveAsync();
        await Shop.EventuallyAsync(async () => await SignedAsync() == 5, "a checkpoint over five leaves");

        await ReceiveAsync();
        for (var i = 0; i < 3; i++) await SecondAsync();
        (await AskAsync<long>("select max(size) from marketplace_audit.checkpoints")).Should().Be(5, "one waits for the hour, or for four more");
        shop.Clock.Advance(options.Every);
        await Shop.EventuallyAsync(async () => await SignedAsync(options.Every) == 6, "what waited is signed when the hour is over");
        await Shop.EventuallyAsync(async () => (await File.ReadAllTextAsync(options.AnchorFile)).Contains("\n6\n", StringComparison.Ordinal), "and anchored");
        criticals.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task U3_of_a_history_that_was_cut_as_a_whole_no_further_checkpoint_is_signed()
    {
        await ReceiveAsync();
        await Shop.EventuallyAsync(async () => await SignedAsync(options.Every) == 5, "a checkpoint over five leaves");
        // The file follows the table: what was never anchored contradicts nothing.
        await Shop.EventuallyAsync(async () => (await File.ReadAllTextAsync(options.AnchorFile)).Contains("\n5\n", StringComparison.Ordinal), "and anchored");
        await RunAsync(
            "set session_replication_role = replica; delete from marketplace_audit.checkpoints; delete from marketplace_audit.nodes; delete from marketplace_audit.tree; delete from marketplace_audit.leaves where version > 1; " +
            "delete from marketplace.mt_events where version > 1; update marketplace.mt_streams set version = 1");
        var anchored = await File.ReadAllTextAsync(options.AnchorFile);

        for (var i = 0; i < 6; i++) await ReceiveAsync();

        await Shop.EventuallyAsync(
            async () =>
            {
                // A round that failed otherwise, on a busy machine, is tried again when the hour is over.
                shop.Clock.Advance(options.Every);
                await Task.Delay(200);
                return criticals.Lines.Any(l => l.StartsWith("TAMPER ALARM: no checkpoint is signed any more. The anchored checkpoint of size 5 is not in the database", StringComparison.Ordinal));
            },
            "an alarm");
        shop.Clock.Advance(options.Every);
        await SecondAsync();
        (await AskAsync<long>("select count(*) from marketplace_audit.checkpoints")).Should().Be(0);
        (await File.ReadAllTextAsync(options.AnchorFile)).Should().Be(anchored);
        // The shop stays open.
        await shop.CustomerAsync(10_00);
    }

    [Fact]
    public async Task U3_while_another_process_keeps_the_anchor_file_for_itself_nothing_is_signed_unseen()
    {
        using (new AnchorFile(options.AnchorFile).TryTakeTurn())
        {
            shop.Clock.Advance(31 * options.Every);
            await ReceiveAsync();
            for (var i = 0; i < 10; i++) await SecondAsync();
            (await AskAsync<long>("select count(*) from marketplace_audit.checkpoints")).Should().Be(0, "nobody has compared the history with the file for 31 rounds");
        }

        await Shop.EventuallyAsync(async () => await SignedAsync(options.Every) == 5, "it is signed once the file is free");
    }

    // A round that failed, on a busy machine, is tried again when the hour is over.
    private async Task<long?> SignedAsync(TimeSpan? later = null)
    {
        shop.Clock.Advance(later ?? TimeSpan.FromSeconds(1));
        return await AskAsync<long>("select coalesce(max(size), 0) from marketplace_audit.checkpoints");
    }

    private async Task SecondAsync()
    {
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(200);
    }

    private async Task ReceiveAsync()
    {
        await using var session = shop.Store.LightweightSession();
        session.Events.Append(StockIds.Of("tea"), new StockReceived(StockIds.Of("tea"), 1, shop.Clock.GetUtcNow()));
        await session.SaveChangesAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(shop.Connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(shop.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Criticals : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Critical) Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
