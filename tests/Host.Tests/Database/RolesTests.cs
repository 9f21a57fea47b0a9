using System.Net;
using FluentAssertions;
using Marketplace.Host.Database;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Database;

/// <summary>The host on a schema that its owner has made, as a role that may add to history and not change it.</summary>
public sealed class RolesTests(RolesTests.Migrated migrated) : IClassFixture<RolesTests.Migrated>
{
    [Fact]
    public async Task U3_the_host_does_its_work_with_the_rights_of_the_application_alone()
    {
        var customer = await migrated.Host.ProtectedCustomerAsync(1_000_00);
        (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/wallet/withdrawals", new { amount = 100_00, requisites = new { bic = "044525225", account = "40702810400000000001", recipient = "Петрова Мария" } })).Status
            .Should().BeOneOf(HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity);
        await migrated.Host.InvariantsHoldAsync();
        await Eventually.HappensAsync(
            async () => (long)(await Migrated.AskAsync(migrated.Owner, "select count(*) from marketplace_audit.checkpoints"))! > 0, "a checkpoint is signed");

        // The auditor of the command line, as its own role.
        using var output = new StringWriter();
        Auditor.Commands.Run(
            ["verify", "--connection", migrated.Auditor, "--checkpoints", Path.Combine(migrated.Host.Folder, "audit", "checkpoints.txt"), "--key", Path.Combine(migrated.Host.Folder, "audit", "public-key.pem")],
            output, TextWriter.Null).Should().Be(Auditor.Commands.Good, output.ToString());
        output.ToString().Should().Contain("OK ");
    }

    [Theory]
    [InlineData("update marketplace.mt_events set is_archived = true")]
    [InlineData("update marketplace.mt_events set data = data where false")]
    [InlineData("delete from marketplace.mt_events")]
    [InlineData("truncate marketplace.mt_events")]
    [InlineData("truncate marketplace.mt_streams cascade")]
    [InlineData("delete from marketplace.mt_streams")]
    [InlineData("delete from marketplace.mt_streams where id = (select stream_id from marketplace.mt_events order by seq_id desc limit 1)")]
    [InlineData("alter table marketplace.mt_events disable trigger history_has_leaves")]
    [InlineData("drop trigger history_is_append_only on marketplace.mt_events")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("insert into marketplace_audit.leaves select * from marketplace_audit.leaves")]
    [InlineData("delete from marketplace_audit.leaves")]
    [InlineData("update marketplace_audit.checkpoints set note = ''")]
    [InlineData("truncate marketplace_audit.tree")]
    [InlineData("update marketplace.refused_commands set code = ''")]
    [InlineData("truncate marketplace.refused_commands")]
    [InlineData("alter table marketplace.refused_commands disable trigger all")]
    [InlineData("select marketplace_audit.write_leaf()")]
    [InlineData("create temp table own (like marketplace.mt_events); create trigger own after insert on own for each row execute function marketplace_audit.write_leaf()")]
    [InlineData("create table marketplace_audit.own (id int)")]
    [InlineData("create table marketplace.own (id int)")]
    [InlineData("create or replace function marketplace_audit.deny() returns trigger language plpgsql as 'begin return null; end'")]
    public async Task U3_the_applications_role_cannot_change_history(string deed) =>
        (await FluentActions.Awaiting(() => Migrated.AskAsync(migrated.Application, deed)).Should().ThrowAsync<PostgresException>(deed)).Which.SqlState.Should().Be("42501");

    [Theory]
    [InlineData("insert into marketplace_audit.checkpoints (size) values (1)", "25006")]
    [InlineData("begin; set transaction read write; insert into marketplace_audit.checkpoints (size) values (1)", "42501")]
    [InlineData("select count(*) from marketplace.mt_doc_session", "42501")]
    [InlineData("select count(*) from marketplace_messages.wolverine_incoming_envelopes", "42501")]
    public async Task The_auditors_role_reads_history_and_nothing_else(string deed, string code)
    {
        (await Migrated.AskAsync(migrated.Auditor, "select count(*) from marketplace.mt_events")).Should().BeOfType<long>();
        (await FluentActions.Awaiting(() => Migrated.AskAsync(migrated.Auditor, deed)).Should().ThrowAsync<PostgresException>(deed)).Which.SqlState.Should().Be(code);
    }

    [Fact]
    public async Task S54_the_applications_role_can_keep_an_identity_document_and_erase_it()
    {
        var customer = await migrated.Host.ProtectedCustomerAsync();

        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);

        (await Migrated.AskAsync(migrated.Vault, "delete from identity_documents where subject_id = gen_random_uuid()")).Should().BeNull();
    }

    [Theory]
    [InlineData("delete from data_keys")]
    [InlineData("truncate data_keys")]
    [InlineData("drop table data_keys")]
    public async Task S100_the_applications_role_destroys_a_key_and_cannot_take_its_row_away(string deed) =>
        (await FluentActions.Awaiting(() => Migrated.AskAsync(migrated.Vault, deed)).Should().ThrowAsync<PostgresException>(deed)).Which.SqlState.Should().Be("42501");

    [Fact]
    public async Task A_migration_can_be_repeated_while_a_host_works()
    {
        (await migrated.MigrateAsync()).Should().Be(0);
        await migrated.Host.CustomerAsync(10_00);
    }

    [Fact]
    public async Task Where_the_schema_is_missing_the_host_says_what_to_do_and_makes_nothing()
    {
        var (store, vault) = (await ThrowAwayCluster.CreateDatabaseAsync("empty"), await ThrowAwayCluster.CreateDatabaseAsync("empty_vault"));

        var start = () => RunningHost.StartAsync(more: [("ConnectionStrings:Marketplace", store), ("ConnectionStrings:Vault", vault), (HostApp.AppliesSchema, "false")]);

        (await start.Should().ThrowAsync<SchemaMissingException>()).Which.Message.Should().Contain("«migrate»").And.Contain("docs/operations.md");
        (await Migrated.AskAsync(store, "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('marketplace', 'marketplace_messages', 'marketplace_audit', 'callbacks')")).Should().Be(0L);
    }

    /// <summary>Two databases that their owner has migrated, and a host that works as <c>marketplace_app</c>.</summary>
    public sealed class Migrated : IAsyncLifetime
    {
        private string vault = "";

        public RunningHost Host { get; private set; } = null!;

        public string Owner { get; private set; } = "";

        public string Application => As(Rights.Application, Owner);

        public string Auditor => As(Rights.Auditor, Owner);

        public string Vault => As(Rights.Application, vault);

        public async Task InitializeAsync()
        {
            (Owner, vault) = (await ThrowAwayCluster.CreateDatabaseAsync("owned"), await ThrowAwayCluster.CreateDatabaseAsync("owned_vault"));
            (await MigrateAsync()).Should().Be(0);
            await (await ThrowAwayCluster.GetAsync()).LetInAsync(Rights.Application);
            await (await ThrowAwayCluster.GetAsync()).LetInAsync(Rights.Auditor);
            Host = await RunningHost.StartAsync(more:
            [
                ("ConnectionStrings:Marketplace", Application), ("ConnectionStrings:Vault", As(Rights.Application, vault)), (HostApp.AppliesSchema, "false"), ("Audit:Every", "00:00:00.300"),
            ]);
            await Host.WarmUpAsync();
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        /// <summary>What <c>migrate</c> on the command line does.</summary>
        public async Task<int> MigrateAsync()
        {
            var (code, _, errors) = await MigrateAsync(Owner, vault);
            errors.Should().BeEmpty();
            return code;
        }

        /// <summary>The same on any two databases.</summary>
        public static async Task<(int Code, string Said, string Errors)> MigrateAsync(string store, string vault)
        {
            var builder = HostApp.CreateBuilder(["--environment", "Development"]);
            builder.Configuration["ConnectionStrings:Marketplace"] = store;
            builder.Configuration["ConnectionStrings:Vault"] = vault;
            builder.Configuration["DataFolder"] = Directory.CreateTempSubdirectory("marketplace-migrate-").FullName;
            var (output, errors) = (new StringWriter(), new StringWriter());
            return (await MigrateCommand.RunAsync(builder, output, errors), output.ToString(), errors.ToString());
        }

        public static async Task<object?> AskAsync(string connectionString, string sql)
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }

        public static string As(string role, string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Username = role }.ConnectionString;
    }
}
