using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Reading;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>The triggers and functions that guard the history: those of this version, or nobody works on it.</summary>
public sealed class AuditSchemaTests : IAsyncLifetime, IDisposable
{
    private const string EventTable =
        """
        create schema marketplace;
        create table marketplace.mt_events (
            seq_id bigint primary key, id uuid not null, stream_id uuid, version bigint not null, data jsonb not null, bdata bytea, type varchar(500) not null,
            timestamp timestamptz not null, tenant_id varchar, mt_dotnet_type varchar, correlation_id varchar, causation_id varchar, headers jsonb, user_name varchar, is_archived boolean not null default false)
        """;

    private NpgsqlConnection connection = null!;

    public static string EarlierScript => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Audit", "install-earlier.sql"));

    public async Task InitializeAsync()
    {
        connection = new NpgsqlConnection(await ThrowAwayCluster.CreateDatabaseAsync("guarded") + ";Pooling=false");
        await connection.OpenAsync();
        await RunAsync(EventTable);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => connection.Dispose();

    [Fact]
    public async Task U3_what_an_earlier_version_installed_writes_the_same_leaves_after_a_migration_and_no_host_works_before()
    {
        await RunAsync($"begin; {EarlierScript}; commit");
        await WriteAsync(1, 2, 3);

        foreach (var ask in new[] { () => AuditSchema.CheckAsync(connection, default), () => AuditSchema.EnsureAsync(connection, replaces: false, default) })
            (await FluentActions.Awaiting(ask).Should().ThrowAsync<UnguardedHistoryException>()).Which.Message.Should().Contain("marketplace_audit.write_leaf()").And.Contain("«migrate»").And.NotContain("deny");
        (await AuditSchema.EnsureAsync(connection, replaces: true, default)).Should().Equal("marketplace_audit.write_leaf()");
        await WriteAsync(4, 5);

        await AuditSchema.CheckAsync(connection, default);
        (await AuditSchema.EnsureAsync(connection, replaces: true, default)).Should().BeEmpty();
        (await AskAsync("select count(*) from pg_proc where pronamespace = 'marketplace_audit'::regnamespace")).Should().Be(2L, "what helped the functions of before has gone");
        var verdict = Verifier.Verify(new Database(connection).Lines(), null, null);
        verdict.Findings.First.Should().BeEmpty();
        verdict.Events.Should().Be(10);
    }

    [Theory]
    [InlineData("alter table marketplace.mt_events disable trigger history_has_leaves", "history_has_leaves on marketplace.mt_events")]
    [InlineData("alter table marketplace.mt_events enable replica trigger history_is_append_only", "history_is_append_only on marketplace.mt_events")]
    [InlineData("drop trigger history_is_append_only on marketplace_audit.checkpoints", "history_is_append_only on marketplace_audit.checkpoints")]
    [InlineData("drop table marketplace_audit.nodes", "history_is_append_only on marketplace_audit.nodes")]
    [InlineData("drop trigger history_has_leaves on marketplace.mt_events; create trigger history_has_leaves after insert on marketplace.mt_events for each row when (new.version > 5) execute function marketplace_audit.write_leaf()", "history_has_leaves")]
    [InlineData("drop trigger history_is_append_only on marketplace.mt_events; create trigger history_is_append_only before delete or truncate on marketplace.mt_events for each statement execute function marketplace_audit.deny()", "history_is_append_only")]
    [InlineData("drop trigger history_is_append_only on marketplace.mt_events; create trigger history_is_append_only before update of type or delete or truncate on marketplace.mt_events for each statement execute function marketplace_audit.deny()", "history_is_append_only")]
    [InlineData("create function public.deny() returns trigger language plpgsql as 'begin return null; end'; drop trigger history_is_append_only on marketplace.mt_events; create trigger history_is_append_only before update or delete or truncate on marketplace.mt_events for each statement execute function public.deny()", "history_is_append_only")]
    public async Task U3_a_trigger_that_does_not_guard_any_more_stops_hosts_and_migrations(string deed, string named)
    {
        await AuditSchema.EnsureAsync(connection, replaces: false, default);
        await AuditSchema.CheckAsync(connection, default);
        await RunAsync(deed);

        foreach (var ask in new[] { () => AuditSchema.CheckAsync(connection, default), () => AuditSchema.EnsureAsync(connection, replaces: false, default), () => AuditSchema.EnsureAsync(connection, replaces: true, default) })
            (await FluentActions.Awaiting(ask).Should().ThrowAsync<UnguardedHistoryException>()).Which.Message.Should().StartWith("1 triggers of the audit are missing, switched off or others").And.Contain(named).And.Contain("Verify it before anything else");
    }

    [Theory]
    [InlineData("create or replace function marketplace_audit.deny() returns trigger language plpgsql as 'begin return null; end'", "deny")]
    [InlineData("create or replace function marketplace_audit.write_leaf() returns trigger language plpgsql security definer as 'begin return null; end'", "write_leaf")]
    [InlineData("alter function marketplace_audit.write_leaf() security invoker", "write_leaf")]
    [InlineData("alter function marketplace_audit.write_leaf() set search_path = public", "write_leaf")]
    [InlineData("grant execute on function marketplace_audit.write_leaf() to public", "write_leaf")]
    public async Task U3_a_function_that_somebody_replaced_stops_hosts_until_a_migration(string deed, string named)
    {
        await AuditSchema.EnsureAsync(connection, replaces: false, default);
        await RunAsync(deed);

        (await FluentActions.Awaiting(() => AuditSchema.CheckAsync(connection, default)).Should().ThrowAsync<UnguardedHistoryException>())
            .Which.Message.Should().StartWith($"marketplace_audit.{named}() in the database: another version of the audit made it, or somebody replaced it. Verify the history, then run «migrate»");
        await FluentActions.Awaiting(() => AuditSchema.EnsureAsync(connection, replaces: false, default)).Should().ThrowAsync<UnguardedHistoryException>();
        (await AuditSchema.EnsureAsync(connection, replaces: true, default)).Should().Equal($"marketplace_audit.{named}()");
        await AuditSchema.CheckAsync(connection, default);
        await WriteAsync(1);
        (await FluentActions.Awaiting(() => RunAsync("delete from marketplace.mt_events")).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("42501");
    }

    [Fact]
    public async Task U3_an_event_that_is_written_under_a_search_path_with_other_functions_has_the_right_leaf()
    {
        await AuditSchema.EnsureAsync(connection, replaces: false, default);
        await RunAsync(
            """
            create schema hostile;
            create function hostile.sha256(bytea) returns bytea language sql immutable as $$ select decode(repeat('00', 32), 'hex') $$;
            create function hostile.int8send(bigint) returns bytea language sql immutable as $$ select decode('00', 'hex') $$;
            create function hostile.convert_to(text, name) returns bytea language sql immutable as $$ select decode('', 'hex') $$;
            create function hostile.pg_current_xact_id() returns xid8 language sql as $$ select '7'::xid8 $$;
            create function hostile.one(bytea, bytea) returns bytea language sql immutable as $$ select $1 $$;
            create function hostile.never(bigint, bigint) returns boolean language sql immutable as $$ select false $$;
            create function hostile.never(bigint, integer) returns boolean language sql immutable as $$ select false $$;
            create operator hostile.|| (leftarg = bytea, rightarg = bytea, function = hostile.one);
            create operator hostile.= (leftarg = bigint, rightarg = bigint, function = hostile.never);
            create operator hostile.> (leftarg = bigint, rightarg = integer, function = hostile.never);
            create table hostile.leaves as table marketplace_audit.leaves;
            """);
        await WriteAsync(1);
        await RunAsync("set search_path = hostile, marketplace_audit, pg_catalog");
        (await AskAsync("select 2::bigint > 1")).Should().Be(false, "the traps are set");
        await WriteAsync(2, 3);
        await RunAsync("reset search_path");

        var verdict = Verifier.Verify(new Database(connection).Lines(), null, null);
        verdict.Findings.First.Should().BeEmpty();
        verdict.Events.Should().Be(6);
        (await AskAsync("select count(*) from hostile.leaves")).Should().Be(0L);
    }

    // Two streams, each with these versions.
    private async Task WriteAsync(params int[] versions)
    {
        foreach (var version in versions)
        {
            foreach (var stream in new[] { 1, 2 })
            {
                await RunAsync(
                    $"insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, timestamp, headers, bdata) values ({10 * version + stream}, gen_random_uuid(), '00000000-0000-0000-0000-00000000000{stream}', {version}, 'review_posted', '{{\"text\": \"Чай \\\\ вкусный\"}}', now(), {(version % 2 == 0 ? "null" : "'{}'")}, {(version % 3 == 0 ? "'\\x00ff'" : "null")})");
            }
        }
    }

    private async Task RunAsync(string sql) => await AskAsync(sql);

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
