using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Host.Database;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Database;

/// <summary>A host meets a database whose owner has opened the history, or whose audit an earlier version installed.</summary>
public sealed class UnguardedHistoryTests : IAsyncLifetime
{
    // One for all hosts: in it is the key that wraps those of the vault.
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-opened-").FullName;
    private (string Store, string Vault) owned;

    private string Application => RolesTests.Migrated.As(Rights.Application, owned.Store);

    public async Task InitializeAsync()
    {
        owned = (await ThrowAwayCluster.CreateDatabaseAsync("opened"), await ThrowAwayCluster.CreateDatabaseAsync("opened_vault"));
        (await MigrateAsync()).Code.Should().Be(0);
        await (await ThrowAwayCluster.GetAsync()).LetInAsync(Rights.Application);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task U3_with_a_trigger_switched_off_neither_a_host_nor_a_migration_goes_on()
    {
        await RunAsync("alter table marketplace.mt_events disable trigger history_has_leaves");

        (await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<UnguardedHistoryException>()).Which.Message.Should().Contain("history_has_leaves on marketplace.mt_events").And.Contain("Verify it before anything else");
        await FluentActions.Awaiting(StartAsOwnerAsync).Should().ThrowAsync<UnguardedHistoryException>("in Development too");
        (await MigrateAsync()).Should().Match<(int Code, string Said, string Errors)>(m => m.Code == 1 && m.Errors.Contains("triggers of the audit are missing", StringComparison.Ordinal));

        await RunAsync("alter table marketplace.mt_events enable trigger history_has_leaves");
        await (await StartAsync()).DisposeAsync();
    }

    [Fact]
    public async Task U3_with_a_function_replaced_no_host_starts_until_the_owner_migrates()
    {
        await RunAsync("create or replace function marketplace_audit.deny() returns trigger language plpgsql as 'begin return null; end'");

        (await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<UnguardedHistoryException>()).Which.Message.Should().Contain("marketplace_audit.deny()").And.Contain("run «migrate»");
        await FluentActions.Awaiting(StartAsOwnerAsync).Should().ThrowAsync<UnguardedHistoryException>("only who asks for a migration replaces what may be evidence");

        (await MigrateAsync()).Should().Match<(int Code, string Said, string Errors)>(m => m.Code == 0 && m.Said.StartsWith("marketplace_audit.deny() was another than this version's, and was replaced.", StringComparison.Ordinal));
        await (await StartAsync()).DisposeAsync();
    }

    [Fact]
    public async Task U3_a_database_of_an_earlier_version_is_migrated_before_a_host_works_on_it_and_verifies_after()
    {
        await using (var host = await StartAsync())
        {
            await host.WarmUpAsync();
            await host.CustomerAsync(10_00);
        }

        await RunAsync($"begin; drop schema marketplace_audit cascade; {await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Audit", "install-earlier.sql"))}; commit");
        // As the owner: the application's role could not even look before a migration gives it the rights.
        (await FluentActions.Awaiting(StartAsOwnerAsync).Should().ThrowAsync<UnguardedHistoryException>()).Which.Message.Should().Contain("marketplace_audit.write_leaf()");
        (await MigrateAsync()).Should().Match<(int Code, string Said, string Errors)>(m => m.Code == 0 && m.Said.StartsWith("marketplace_audit.write_leaf() was another", StringComparison.Ordinal));
        await using (var host = await StartAsync()) await host.CustomerAsync(20_00);

        using var output = new StringWriter();
        Auditor.Commands.Run(["verify", "--connection", owned.Store], output, TextWriter.Null).Should().Be(Auditor.Commands.Good, output.ToString());
    }

    private Task<RunningHost> StartAsync() => StartAsync(Application, "false");

    private Task<RunningHost> StartAsOwnerAsync() => StartAsync(owned.Store, "true");

    private Task<RunningHost> StartAsync(string store, string applies) => RunningHost.StartAsync(
        more: [("DataFolder", folder), ("ConnectionStrings:Marketplace", store), ("ConnectionStrings:Vault", RolesTests.Migrated.As(Rights.Application, owned.Vault)), (HostApp.AppliesSchema, applies)]);

    private Task<object?> RunAsync(string sql) => RolesTests.Migrated.AskAsync(owned.Store, sql);

    private Task<(int Code, string Said, string Errors)> MigrateAsync() => RolesTests.Migrated.MigrateAsync(owned.Store, owned.Vault);
}
