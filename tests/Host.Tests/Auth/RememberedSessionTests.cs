using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Marketplace.Application.Customers.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Two hosts that remember sessions: what ends on one of them opens nothing on the other a second later, whatever happens between them.</summary>
[Collection(AuthTests.Name)]
public sealed class RememberedSessionTests(AuthHost host) : IAsyncLifetime
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private AuthHost second = null!;

    public async Task InitializeAsync()
    {
        second = await AuthHost.BesideAsync(host);
        await UntilAsync(() => CacheOf(second).IsTrusted, TimeSpan.FromSeconds(20));
    }

    public Task DisposeAsync() => second.DisposeAsync();

    [Fact]
    public async Task S33_a_session_closed_on_one_host_is_dead_on_the_others_within_a_second()
    {
        var phone = NewPhone();
        var (one, other, third) = (await host.SignInAsync(phone), await host.SignInAsync(phone), await host.SignInAsync(phone));
        await RememberAsync(one, other, third);

        await DiesAsync(other, () => host.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{other.SessionId}", one.Token));
        await DiesAsync(third, () => host.SendAsync(HttpMethod.Delete, "/api/auth/sessions", one.Token));
        await DiesAsync(one, () => host.SendAsync(HttpMethod.Delete, "/api/auth/sessions/current", one.Token));
    }

    [Fact]
    public async Task S33_a_session_that_is_deleted_at_the_prompt_is_dead_everywhere_within_a_second()
    {
        var (opened, other) = (await host.SignInAsync(NewPhone()), await host.SignInAsync(NewPhone()));
        await RememberAsync(opened, other);

        await DiesAsync(opened, () => ExecuteAsync($"delete from marketplace.mt_doc_session where data ->> 'customerId' = '{opened.CustomerId}'"), endedHere: false);
        (await second.OpensAsync(other.Token)).Should().BeTrue("it is another customer's");
    }

    [Fact]
    public async Task S33_what_is_remembered_is_given_out_without_asking_the_database()
    {
        var opened = await host.SignInAsync(NewPhone());
        await RememberAsync(opened);

        // Without the trigger nobody is told; so the row can go and the session stays, which shows that nobody asked for the row.
        await ExecuteAsync($"begin; set local session_replication_role = replica; delete from marketplace.mt_doc_session where data ->> 'customerId' = '{opened.CustomerId}'; commit");
        (await second.OpensAsync(opened.Token)).Should().BeTrue();
        CacheOf(second).ForgetAll();
        (await second.OpensAsync(opened.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task S33_a_host_whose_listener_hangs_without_a_word_asks_the_database_before_a_second_is_over()
    {
        var phone = NewPhone();
        var (one, other) = (await host.SignInAsync(phone), await host.SignInAsync(phone));
        await RememberAsync(one, other);
        var listeners = await ListenersAsync();
        listeners.Should().HaveCountGreaterThanOrEqualTo(2);
        try
        {
            foreach (var listener in listeners) Signal("STOP", listener);
            await DiesAsync(other, () => host.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{other.SessionId}", one.Token));
            CacheOf(second).IsTrusted.Should().BeFalse();
            (await second.OpensAsync(one.Token)).Should().BeTrue("the database is there, and says so");
        }
        finally
        {
            foreach (var listener in listeners) Signal("CONT", listener);
        }

        await UntilAsync(() => CacheOf(second).IsTrusted, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task S33_a_host_that_loses_its_listener_asks_the_database_and_listens_again()
    {
        var phone = NewPhone();
        var (one, other) = (await host.SignInAsync(phone), await host.SignInAsync(phone));
        await RememberAsync(one, other);

        await ExecuteAsync($"select pg_terminate_backend({string.Join("), pg_terminate_backend(", await ListenersAsync())})");
        await UntilAsync(() => !CacheOf(second).IsTrusted, TimeSpan.FromSeconds(20));
        await DiesAsync(other, () => host.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{other.SessionId}", one.Token));

        await UntilAsync(() => CacheOf(second).IsTrusted, TimeSpan.FromSeconds(20));
        await RememberAsync(one);
        await DiesAsync(one, () => host.SendAsync(HttpMethod.Delete, "/api/auth/sessions/current", one.Token));
    }

    private async Task RememberAsync(params OpenedSession[] sessions)
    {
        var cache = CacheOf(second);
        var before = cache.Count;
        foreach (var session in sessions) (await second.OpensAsync(session.Token)).Should().BeTrue();
        // Here, too: what is not remembered dies by itself.
        foreach (var session in sessions) (await host.OpensAsync(session.Token)).Should().BeTrue();
        cache.Count.Should().BeGreaterThanOrEqualTo(before + sessions.Length);
    }

    /// <summary>Ends it, and sees it dead at once on the host that has ended it, and there within a second.</summary>
    private async Task DiesAsync(OpenedSession session, Func<Task> end, bool endedHere = true)
    {
        await end();
        var ended = Stopwatch.StartNew();
        if (endedHere) (await host.OpensAsync(session.Token)).Should().BeFalse();
        var opens = true;
        while (opens)
        {
            var asked = ended.Elapsed;
            opens = await second.OpensAsync(session.Token);
            if (opens) asked.Should().BeLessThan(OneSecond, "who asked later must not be let in");
        }
    }

    private async Task<IReadOnlyList<int>> ListenersAsync()
    {
        await using var session = host.Store.QuerySession();
        await using var command = new NpgsqlCommand("select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query = 'select 1'");
        await using var rows = await session.ExecuteReaderAsync(command);
        var found = new List<int>();
        while (await rows.ReadAsync()) found.Add(rows.GetInt32(0));
        return found;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.World.Store);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static SessionCache CacheOf(AuthHost host) => host.Services.GetRequiredService<SessionCache>();

    private static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.Should().Be(0);
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan patience)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20)) waited.Elapsed.Should().BeLessThan(patience);
    }
}
