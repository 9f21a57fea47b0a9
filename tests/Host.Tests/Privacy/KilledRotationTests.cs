using System.Security.Cryptography;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Marketplace.Host.Adapters.KeyService;
using Marketplace.Host.Tests.Faults;
using Marketplace.Tests.Shared;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>The command as a process of its own, killed in the middle.</summary>
public sealed class KilledRotationTests
{
    private const int Subjects = 6_000;

    [Fact]
    public async Task S100_a_rotation_killed_in_the_middle_leaves_all_keys_readable_and_the_next_one_ends_it()
    {
        var vault = await ThrowAwayCluster.CreateDatabaseAsync("rotation");
        var (old, next) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        await using var database = NpgsqlDataSource.Create(vault);
        var keys = await FillAsync(vault, database, new FileMasterKey(old));
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Vault"] = vault,
            ["ConnectionStrings:Marketplace"] = vault,
            ["DataFolder"] = Directory.CreateTempSubdirectory("marketplace-rotation-").FullName,
            ["Secrets:MasterKey"] = Convert.ToBase64String(next),
            ["Secrets:OtherMasterKeys:0"] = Convert.ToBase64String(old),
        };

        var killed = await KillHalfWayAsync(settings, database, new FileMasterKey(old).CurrentVersion());
        killed.Should().BeInRange(1, Subjects - 1, "the point is to kill it in the middle");
        await ShouldUnwrapAsync(database, new MasterKeyRing(new FileMasterKey(next), [new FileMasterKey(old)]), keys);

        var (code, output, errors) = await HostProcess.RunAsync(settings, RotateMasterKey.Command);
        code.Should().Be(0, errors);
        output.Should().Contain($"Done: {killed} keys");
        await ShouldUnwrapAsync(database, new FileMasterKey(next), keys);

        settings.Remove("Secrets:OtherMasterKeys:0");
        settings["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        (code, _, errors) = await HostProcess.RunAsync(settings, RotateMasterKey.Command);
        code.Should().Be(1);
        errors.Should().Contain("which this host does not have").And.NotContain(Convert.ToBase64String(next));
    }

    /// <returns>How many keys the old master key still wraps.</returns>
    private static async Task<long> KillHalfWayAsync(Dictionary<string, string?> settings, NpgsqlDataSource database, byte[] old)
    {
        await using var rotation = HostProcess.Begin(settings, RotateMasterKey.Command);
        for (var i = 0; i < 6_000 && await CountAsync(database, old) > Subjects - 1_000; i++) await Task.Delay(10);
        rotation.Kill();
        // What it had sent may still be carried out.
        for (var left = await CountAsync(database, old); ; left = await CountAsync(database, old))
        {
            await Task.Delay(500);
            if (await CountAsync(database, old) == left) return left;
        }
    }

    private static async Task<Dictionary<Guid, byte[]>> FillAsync(string vault, NpgsqlDataSource database, FileMasterKey master)
    {
        await using (var prepared = new VaultDatabase(vault)) await prepared.PrepareAsync(CancellationToken.None);
        var keys = Enumerable.Range(0, Subjects).ToDictionary(_ => Guid.NewGuid(), _ => RandomNumberGenerator.GetBytes(32));
        await using var command = database.CreateCommand("insert into data_keys (subject_id, wrapped_key, created_at) select s, w, now() from unnest($1, $2) as k(s, w)");
        command.Parameters.Add(new() { Value = keys.Keys.ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(k => master.Wrap(k.Key, k.Value)).ToArray() });
        await command.ExecuteNonQueryAsync();
        return keys;
    }

    private static async Task ShouldUnwrapAsync(NpgsqlDataSource database, IMasterKey master, Dictionary<Guid, byte[]> keys)
    {
        await using var command = database.CreateCommand("select subject_id, wrapped_key from data_keys");
        await using var rows = await command.ExecuteReaderAsync();
        var read = 0;
        for (; await rows.ReadAsync(); read++)
        {
            var subject = rows.GetGuid(0);
            if (!master.Unwrap(subject, rows.GetFieldValue<byte[]>(1)).SequenceEqual(keys[subject])) Assert.Fail($"{subject} has another key now");
        }

        read.Should().Be(Subjects);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, byte[] version)
    {
        await using var command = database.CreateCommand("select count(*) from data_keys where substring(wrapped_key from 1 for 8) = $1");
        command.Parameters.Add(new() { Value = version });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
